using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Repair.Admission;

/// <summary>What the queue keeps of a report.</summary>
public static class IncidentEntries
{
    /// <summary>The entry of an incident. Pure: the grain that offers it and the journal that records it say the same.</summary>
    /// <param name="id">The incident's id.</param>
    /// <param name="report">What was submitted.</param>
    /// <param name="at">When it was submitted (UTC).</param>
    /// <param name="isAdmitted">True once it has left the queue.</param>
    public static IncidentEntry Of(string id, IncidentReport report, DateTimeOffset at, bool isAdmitted)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new IncidentEntry(id, report.Tenant, report.Priority, RepositoryKey.Of(report.Repository), ReportLikeness.Of(report), at, isAdmitted);
    }
}
