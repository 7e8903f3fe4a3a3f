using Microsoft.Extensions.Options;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>How many containers may run at once in this process.</summary>
/// <remarks>
/// Shells are counted apart. One is open as long as a model thinks, and its agent runs tests as jobs: were there one kind of slot, open shells
/// could wait for each other for ever.
/// </remarks>
internal sealed class Slots(IOptions<SandboxOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _jobs = new(options.Value.Slots);
    private readonly SemaphoreSlim _shells = new(options.Value.ShellSlots);

    /// <summary>Waits for a slot; disposing the result, once or more often, gives it back.</summary>
    public async Task<IDisposable> TakeAsync(bool isInteractive, CancellationToken cancellationToken)
    {
        var free = isInteractive ? _shells : _jobs;
        await free.WaitAsync(cancellationToken);
        return new Slot(free);
    }

    public void Dispose()
    {
        _jobs.Dispose();
        _shells.Dispose();
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
