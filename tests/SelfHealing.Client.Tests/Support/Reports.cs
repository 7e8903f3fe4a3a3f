using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests.Support;

/// <summary>Reports whose repair the scripted world knows, each of a trouble of its own.</summary>
internal static class Reports
{
    /// <summary>A repair that goes through to its branch.</summary>
    public static IncidentReport Fixable => new()
    {
        Repository = "https://example.org/app.git", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", "bob", "silent"], Likeness = Guid.NewGuid().ToString(),
    };

    /// <summary>A repair that asks a person.</summary>
    public static IncidentReport Asking => Fixable with { AutoApproveAt = 1.1 };

    /// <summary>A history of an incident that nobody works on.</summary>
    public static IReadOnlyList<RepairEvent> LongHistory(int events) =>
    [
        new Submitted(Fixable),
        .. Enumerable.Range(1, events - 2).Select(i => new StepStarted($"step-{i}", 1)),
        new Closed(IncidentStatus.GaveUp, "Made up for a test."),
    ];
}
