using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Client;

/// <summary>How an incident stands when it has ended, or waits for a person.</summary>
/// <param name="Incident">The incident's id, as the caller has it.</param>
/// <param name="Status">Where it stands; for a duplicate, where the repair of the same trouble stands.</param>
/// <param name="Reason">Why it ended, in a sentence; null when it waits for a person.</param>
/// <param name="Winner">The candidate that the last vote chose, or null.</param>
/// <param name="Vote">The last vote, or null when there was none.</param>
/// <param name="Tests">The tester's proof of the winner, or null.</param>
/// <param name="Deployment">Where the fix is, or null.</param>
public sealed record RepairResult(
    string Incident, IncidentStatus Status, string? Reason, Candidate? Winner, Vote? Vote, TestReport? Tests, Deployment? Deployment)
{
    /// <summary>The incident that repairs the same trouble, and of whose repair all the rest here tells; null when this one is no duplicate.</summary>
    public string? DuplicateOf { get; init; }

    private IReadOnlyDictionary<string, Candidate> Candidates { get; init; } = new Dictionary<string, Candidate>(StringComparer.Ordinal);

    private IReadOnlyDictionary<string, TestReport> Reports { get; init; } = new Dictionary<string, TestReport>(StringComparer.Ordinal);

    internal static RepairResult Unknown(string incident) => new(incident, IncidentStatus.Running, null, null, null, null, null);

    internal RepairResult After(RepairEvent happened) => happened switch
    {
        Coded coded => this with { Candidates = With(Candidates, coded.Search.Candidates.Select(c => KeyValuePair.Create(c.Id, c))) },
        Tested tested => (this with { Reports = With(Reports, [KeyValuePair.Create(tested.Candidate, tested.Report)]) }).Settled(),
        Voted voted => (this with { Vote = voted.Vote }).Settled(),
        Deployed deployed => this with { Deployment = deployed.Deployment },
        Duplicated duplicated => this with { DuplicateOf = duplicated.Of },
        Submitted or Resumed => this with { Status = IncidentStatus.Running, Reason = null },
        Closed closed => this with { Status = closed.Status, Reason = closed.Reason },
        _ => this,
    };

    /// <summary>A stream that ends without a closing event ended because a person is asked.</summary>
    internal RepairResult AtEndOfWatch() =>
        Status is IncidentStatus.Running && Winner is not null ? this with { Status = IncidentStatus.AwaitingApproval } : this;

    private RepairResult Settled() => Vote?.Winner is not { } id
        ? this with { Winner = null, Tests = null }
        : this with { Winner = Candidates.GetValueOrDefault(id), Tests = Reports.GetValueOrDefault(id) };

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> known, IEnumerable<KeyValuePair<string, T>> more)
    {
        var all = new Dictionary<string, T>(known, StringComparer.Ordinal);
        foreach (var (key, value) in more)
        {
            all[key] = value;
        }

        return all;
    }
}
