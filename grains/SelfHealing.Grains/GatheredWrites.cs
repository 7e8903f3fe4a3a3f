namespace SelfHealing.Grains;

/// <summary>Writes state once for all that changed it while the write before was under way. For a reentrant grain.</summary>
/// <param name="write">Writes the state as it stands when it is called.</param>
internal sealed class GatheredWrites(Func<Task> write)
{
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>Returns once everything that was changed before the call is durable.</summary>
    public Task WriteAsync() => _next ??= AfterCurrentAsync();

    private async Task AfterCurrentAsync()
    {
        await _current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding);
        _next = null;
        _current = write();
        await _current;
    }
}
