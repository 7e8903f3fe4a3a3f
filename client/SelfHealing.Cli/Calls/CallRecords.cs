using System.Text;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Calls;

/// <summary>Reads the calls of an incident from its journal, and their texts from the artifacts.</summary>
internal static class CallRecords
{
    /// <summary>The calls in the order in which they were recorded.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="artifacts">Where the texts are; null to leave them out.</param>
    /// <param name="incident">The incident's id.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task<IReadOnlyList<KeptCall>> ReadAsync(IEventJournal journal, IArtifacts? artifacts, string incident, CancellationToken cancellationToken)
    {
        var calls = new List<KeptCall>();
        await foreach (var recorded in journal.ReadAsync(incident, 0, cancellationToken))
        {
            if (recorded.Event is ModelCalled { Call: var call })
            {
                calls.Add(new KeptCall(recorded.At, call, artifacts is null ? null : await ReplyAsync(artifacts, call, cancellationToken)));
            }
        }

        return calls;
    }

    /// <summary>The calls as the lines of a transcript.</summary>
    public static string Transcript(IEnumerable<KeptCall> calls) =>
        string.Concat(calls.Select(kept => TranscriptFormat.Line(new RecordedCall(kept.Call, kept.Reply)) + "\n"));

    private static async Task<RecordedReply?> ReplyAsync(IArtifacts artifacts, ModelCall call, CancellationToken cancellationToken)
    {
        if (call.Transcript is not { } name)
        {
            return null;
        }

        try
        {
            await using var content = await artifacts.OpenAsync(name, cancellationToken);
            using var reader = new StreamReader(content, Encoding.UTF8);
            return TranscriptFormat.Parse(await reader.ReadToEndAsync(cancellationToken)).Reply;
        }
        catch (Exception e) when (e is FileNotFoundException or FormatException)
        {
            return null;
        }
    }
}
