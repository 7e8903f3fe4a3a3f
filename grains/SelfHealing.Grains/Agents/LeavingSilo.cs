namespace SelfHealing.Grains.Agents;

/// <summary>Tells agents that their silo stops.</summary>
internal sealed class LeavingSilo(ILocalSiloDetails silo) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(LeavingSilo), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => _leaving.CancelAsync());

    /// <summary>Does what was asked for, unless the silo stops before: then the work is cancelled, and who asked for it is told to ask elsewhere.</summary>
    /// <exception cref="SiloLeavingException">The silo stops.</exception>
    public async Task InvokeAsync(IIncomingGrainCallContext call)
    {
        if (_leaving.IsCancellationRequested)
        {
            throw new SiloLeavingException(silo.Name);
        }

        var working = call.Invoke();
        await working.WaitAsync(_leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!working.IsCompleted)
        {
            call.Request.TryCancel();
            throw new SiloLeavingException(silo.Name);
        }

        await working;
    }

    public void Dispose() => _leaving.Dispose();
}

/// <summary>A silo that stops gave back what it was asked to do.</summary>
[GenerateSerializer, Alias("SiloLeavingException")]
public sealed class SiloLeavingException : Exception
{
    /// <summary>Says which silo.</summary>
    public SiloLeavingException(string silo)
        : base($"The silo {silo} is stopping, and gave back what it was asked to do.")
    {
    }
}
