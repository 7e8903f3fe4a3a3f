using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>Follows an incident while it is repaired, and picks up where an earlier run of this program stopped.</summary>
public static class WatchWithProgress
{
    /// <param name="client">The client.</param>
    /// <param name="id">The incident's id.</param>
    /// <param name="seen">Sequence number of the last event that an earlier run saw; 0 for none.</param>
    /// <param name="output">Where it is told.</param>
    /// <param name="cancellationToken">Stops watching.</param>
    /// <returns>Sequence number of the last event that was seen.</returns>
    public static async Task<long> RunAsync(ISelfHealingClient client, string id, long seen, TextWriter output, CancellationToken cancellationToken)
    {
        await foreach (var signal in client.GetHandle(id).WatchAsync(seen, cancellationToken))
        {
            switch (signal)
            {
                case EventSignal { Recorded: var recorded }:
                    await output.WriteLineAsync($"{recorded.Incident} #{recorded.Sequence} {recorded.Event.GetType().Name}");
                    seen = recorded.Incident == id ? recorded.Sequence : seen;
                    break;
                case ProgressSignal progress:
                    await output.WriteLineAsync($"  {progress.Step}: {progress.Done} of {progress.Total?.ToString() ?? "?"} {progress.Note}");
                    break;
            }
        }

        return seen;
    }
}
