using SelfHealing.Grains.Agents;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Incidents;

/// <summary>What the loss of a silo means for a step that it did for an incident of another silo.</summary>
internal static class LostSilos
{
    // Longer together than the others take to notice that it is gone: until then every call to it fails at once.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    // Until it is gone, a silo that stops may be asked again.
    private static readonly TimeSpan LeavingPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the step again elsewhere, under the same attempt: no fault of its own is shown by one loss. After the third it is set aside.
    /// What a silo gave back because it stops is no loss.</summary>
    public static async Task<IReadOnlyList<RepairEvent>> OutliveAsync(
        Step step, int attempt, Func<Task<IReadOnlyList<RepairEvent>>> run, TimeProvider time, CancellationToken stop)
    {
        for (var losses = 1; ; losses++)
        {
            try
            {
                return await run();
            }
            catch (SiloLeavingException) when (!stop.IsCancellationRequested)
            {
                losses--;
                await Task.Delay(LeavingPause, time, stop);
            }
            catch (OrleansMessageRejectionException) when (losses <= Pauses.Length && !stop.IsCancellationRequested)
            {
                await Task.Delay(Pauses[losses - 1], time, stop);
            }
            catch (OrleansMessageRejectionException) when (!stop.IsCancellationRequested)
            {
                var why = $"The step {step.Id} was set aside: the silo that ran it was lost {losses} times. It may be the step that ends them: look at the silos' memory, disk and logs, then resume the incident.";
                return [new StepFailed(step.Id, attempt, why, IsFinal: true)];
            }
        }
    }
}
