namespace SelfHealing.Storage;

/// <summary>A turn of the thread pool.</summary>
internal static class PoolTurn
{
    /// <summary>Returns behind everything that the pool has to do already; where nothing waits, at once.</summary>
    public static Task PassAsync() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
}
