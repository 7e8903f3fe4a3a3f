using Microsoft.Extensions.Logging;
using SelfHealing.Incidents;

namespace SelfHealing.Grains.Admission;

/// <summary>Calls incidents beside the turns of the queue, some at a time, so that those whose turn it is start and those whose silo died go on.</summary>
/// <param name="grains">Finds the incidents.</param>
/// <param name="answered">Told of each incident whether it has work to do.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="logger">Told of incidents that could not be reached.</param>
/// <param name="stopping">Ends it.</param>
internal sealed class IncidentTouch(IGrainFactory grains, Action<string, bool> answered, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    private const int AtOnce = 64;
    private const int Attempts = 6;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private readonly Queue<string> _due = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private int _working;

    /// <summary>Touches an incident soon. One that is being touched is touched once more: its silo may have died after it answered.</summary>
    public void Soon(string incident)
    {
        if (!_known.Add(incident))
        {
            _again.Add(incident);
            return;
        }

        _due.Enqueue(incident);
        if (_working < AtOnce)
        {
            _working++;
            WorkAsync().Ignore();
        }
    }

    private async Task WorkAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (!stopping.IsCancellationRequested && _due.TryDequeue(out var incident))
        {
            _again.Remove(incident);
            if (await TouchAsync(incident) is { } hasWork)
            {
                answered(incident, hasWork);
            }

            _known.Remove(incident);
            if (_again.Remove(incident))
            {
                Soon(incident);
            }
        }

        _working--;
    }

    private async Task<bool?> TouchAsync(string incident)
    {
        for (var attempt = 1; !stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                return await grains.GetGrain<IIncidentGrain>(incident).AdmitAsync(stopping);
            }
            catch (Exception e) when (attempt < Attempts && !stopping.IsCancellationRequested)
            {
                logger.LogDebug(e, "Incident {Incident} could not be reached; trying again.", incident);
                await Task.Delay(s_firstDelay * Math.Pow(2, attempt - 1), time, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Incident {Incident} could not be reached. It is tried again when the queue is compared with the database, every half a minute.", incident);
                return null;
            }
        }

        return null;
    }
}
