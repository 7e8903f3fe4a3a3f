namespace SelfHealing.Storage.Postgres;

/// <summary>Looks up what many callers ask for in one query for all who came while the query before was under way.</summary>
/// <remarks>A caller that comes alone is answered at once. One connection is in use at a time, which keeps its server process warm.</remarks>
/// <param name="ask">Looks up some different keys; what is not in its answer was not found. Its failure is everybody's whose key was among them.</param>
/// <param name="most">Keys of one query at most.</param>
internal sealed class SharedLookups<TKey, TValue>(Func<TKey[], Task<IReadOnlyDictionary<TKey, TValue>>> ask, int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Queue<Asked> _waiting = [];
    private bool _isAsking;

    /// <summary>What there is under a key; the default value when there is nothing.</summary>
    public Task<TValue?> FindAsync(TKey key, CancellationToken cancellationToken)
    {
        var asked = new Asked(key);
        lock (_gate)
        {
            _waiting.Enqueue(asked);
            if (!_isAsking)
            {
                _isAsking = true;
                _ = Task.Run(AskAllAsync, CancellationToken.None);
            }
        }

        return asked.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AskAllAsync()
    {
        do
        {
            await PoolTurn.PassAsync();
        }
        while (await AskSomeAsync());
    }

    private async Task<bool> AskSomeAsync()
    {
        var some = Take();
        try
        {
            var found = await ask([.. some.Select(asked => asked.Key).Distinct()]);
            some.ForEach(asked => asked.Answer.TrySetResult(found.GetValueOrDefault(asked.Key)));
        }
        catch (Exception failure)
        {
            // Whatever it is, it is told to those who wait, and the next may ask again.
            some.ForEach(asked => asked.Answer.TrySetException(failure));
        }

        lock (_gate)
        {
            return _isAsking = _waiting.Count > 0;
        }
    }

    private List<Asked> Take()
    {
        var some = new List<Asked>();
        lock (_gate)
        {
            while (some.Count < most && _waiting.TryDequeue(out var asked))
            {
                some.Add(asked);
            }
        }

        return some;
    }

    private sealed record Asked(TKey Key)
    {
        public TaskCompletionSource<TValue?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
