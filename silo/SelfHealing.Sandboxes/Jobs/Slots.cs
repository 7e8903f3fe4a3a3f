using Microsoft.Extensions.Options;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>How many containers may run at once in this process.</summary>
internal sealed class Slots(IOptions<SandboxOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.Slots);

    /// <summary>Waits for a slot; disposing the result, once or more often, gives it back.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
