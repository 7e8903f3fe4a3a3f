namespace SelfHealing.Grains.Agents;

/// <summary>Tells agents that their silo stops.</summary>
internal sealed class LeavingSilo(ILocalSiloDetails silo) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(LeavingSilo), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => Leave());

    /// <summary>Does what was asked for, unless the silo stops before: then the work is cancelled, and who asked for it is told to ask elsewhere.</summary>
    /// <exception cref="SiloLeavingException">The silo stops.</exception>
    public async Task InvokeAsync(IIncomingGrainCallContext call)
    {
        if (!_leaving.Task.IsCompleted)
        {
            var working = call.Invoke();
            if (await Task.WhenAny(working, _leaving.Task) == working)
            {
                await working;
                return;
            }

            call.Request.TryCancel();
        }

        throw new SiloLeavingException(silo.Name);
    }

    private Task Leave()
    {
        _leaving.TrySetResult();
        return Task.CompletedTask;
    }
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
