using SelfHealing.Incidents;

namespace SelfHealing.Repair.Supervision;

/// <summary>Looks at a history for what a crash must never cause: an event that is missing, or a result that is there twice.</summary>
public static class HistoryExactness
{
    /// <summary>What is wrong with a history, in sentences; none when it is sound.</summary>
    /// <param name="history">The incident's events from its first, in the order of the journal.</param>
    public static IReadOnlyList<string> Faults(IReadOnlyList<RecordedEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var faults = new List<string>();
        var results = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < history.Count; i++)
        {
            if (history[i].Sequence != i + 1)
            {
                faults.Add($"Event {i + 1} of {history[i].Incident} is missing: number {history[i].Sequence} stands there.");
                break;
            }

            if (ResultOf(history[i].Event) is { } result && !results.Add(result))
            {
                faults.Add($"{history[i].Incident} has the result of '{result}' twice.");
            }

            if (history[i].Event is Resumed)
            {
                // A resumed incident takes its turn and closes again.
                results.Remove("close");
                results.Remove("admission");
            }
        }

        return faults;
    }

    /// <summary>What an event is the one result of; null for one that may come again.</summary>
    private static string? ResultOf(RepairEvent happened) => happened switch
    {
        Submitted => "submission",
        Admitted => "admission",
        Duplicated => "deduplication",
        Triaged => "triage",
        Prepared => "preparation",
        Reproduced => "reproduction",
        Localised => "localisation",
        LessonsRecalled => "recall",
        Planned planned => $"plan of round {planned.Round}",
        Coded coded => $"search of {coded.Voter} in round {coded.Round}",
        Reviewed reviewed => $"review of {reviewed.Candidate}",
        Tested tested => $"test of {tested.Candidate}",
        Observed observed => $"observation of round {observed.Round}",
        Voted voted => $"vote of round {voted.Round}",
        TestWritten written => $"test written by {written.Model}",
        Selected selected => $"choice of {selected.Model} in round {selected.Round}",
        Approved => "approval",
        Rejected => "rejection",
        Deployed => "deployment",
        LessonLearned => "lesson",
        Closed => "close",
        _ => null,
    };
}
