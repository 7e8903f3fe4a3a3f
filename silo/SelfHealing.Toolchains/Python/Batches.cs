namespace SelfHealing.Toolchains.Python;

/// <summary>The batches that run now: searches of the same incident meet in one.</summary>
internal sealed class Batches(HarnessPool pool, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _changing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<HarnessKey, Batch> _running = [];

    /// <summary>The batch of this workspace, with one more search in it. Whoever joins must leave.</summary>
    public Batch Join(Workspace workspace, Baseline baseline)
    {
        var key = HarnessKey.Of(workspace, baseline);
        lock (_changing)
        {
            if (!_running.TryGetValue(key, out var batch) || !batch.TryJoin())
            {
                batch = _running[key] = new Batch(token => pool.RentAsync(workspace, baseline, token), time, _stop.Token);
                batch.TryJoin();
            }

            return batch;
        }
    }

    /// <summary>Takes a search out of its batch.</summary>
    public void Leave(Batch batch)
    {
        lock (_changing)
        {
            if (batch.Leave() && _running.FirstOrDefault(b => b.Value == batch) is { Value: not null } ended)
            {
                _running.Remove(ended.Key);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task working;
        lock (_changing)
        {
            working = Task.WhenAll(_running.Values.Select(b => b.Working));
        }

        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
