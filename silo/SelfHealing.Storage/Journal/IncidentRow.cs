using SelfHealing.Admission;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Storage.Journal;

/// <summary>The columns of a new incident's row.</summary>
internal readonly record struct IncidentRow(
    string Incident, string Tenant, int Priority, string Repository, string Likeness, bool IsAdmitted, bool IsClosed, string? DuplicateOf)
{
    /// <summary>The row of an incident whose first events are these.</summary>
    public static IncidentRow Of(string incident, RowChange first, DateTimeOffset at)
    {
        var isAdmitted = first.IsAdmitted ?? false;
        var entry = first.Report is { } report
            ? IncidentEntries.Of(incident, report, at, isAdmitted)
            : new IncidentEntry(incident, "", IncidentPriority.Normal, "", "", at, isAdmitted);
        return new IncidentRow(
            incident, entry.Tenant, (int)entry.Priority, entry.Repository, entry.Likeness, isAdmitted, first.IsClosed ?? false, first.DuplicateOf);
    }
}
