namespace SelfHealing.Toolchains.Python;

/// <summary>The use of one container. Disposing ends it, unless it is kept.</summary>
internal sealed class HarnessLease(HarnessPool pool, HarnessKey key, HarnessRun run) : IAsyncDisposable
{
    private bool _kept;

    /// <summary>The container.</summary>
    public HarnessRun Run => run;

    /// <summary>The conversation came to its end: the container may answer the next one.</summary>
    public void Keep() => _kept = true;

    public async ValueTask DisposeAsync()
    {
        if (_kept)
        {
            pool.Return(key, run);
        }
        else
        {
            await run.DisposeAsync();
        }
    }
}
