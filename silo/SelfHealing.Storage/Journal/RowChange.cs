using SelfHealing.Incidents;

namespace SelfHealing.Storage.Journal;

/// <summary>What events change in the row that the index keeps of their incident; null where they change nothing.</summary>
/// <param name="Report">The report of a submission.</param>
/// <param name="IsAdmitted">Whether it has left the queue. A person who resumes an incident puts it past the queue.</param>
/// <param name="IsClosed">Whether it has ended.</param>
/// <param name="DuplicateOf">The incident that repairs the same trouble.</param>
internal readonly record struct RowChange(IncidentReport? Report, bool? IsAdmitted, bool? IsClosed, string? DuplicateOf)
{
    /// <summary>True when the row stays as it is, as with most events.</summary>
    public bool IsNothing => this == default;

    /// <summary>The change that events make together.</summary>
    public static RowChange Of(IEnumerable<RepairEvent> events)
    {
        var change = default(RowChange);
        foreach (var told in events)
        {
            change = told switch
            {
                Submitted submitted => change with { Report = submitted.Report },
                Admitted => change with { IsAdmitted = true },
                Duplicated duplicated => change with { DuplicateOf = duplicated.Of },
                Closed => change with { IsClosed = true },
                Resumed => change with { IsClosed = false, IsAdmitted = true },
                _ => change,
            };
        }

        return change;
    }
}
