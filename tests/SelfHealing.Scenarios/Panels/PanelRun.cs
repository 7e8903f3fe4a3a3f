using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repairs;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Panels;

/// <summary>An incident that has ended, or waits for a person.</summary>
/// <param name="Incident">Its id.</param>
/// <param name="Repository">What was repaired.</param>
/// <param name="Events">Its history.</param>
internal sealed record PanelRun(string Incident, TestRepository Repository, IReadOnlyList<RepairEvent> Events)
{
    /// <summary>How it ended; null when it waits.</summary>
    public IncidentStatus? End => Events.OfType<Closed>().LastOrDefault()?.Status;

    /// <summary>Every call of a chat model.</summary>
    public IEnumerable<ModelCall> Calls => Events.OfType<ModelCalled>().Select(e => e.Call);

    /// <summary>Every candidate of every voter.</summary>
    public IEnumerable<Candidate> Candidates => Events.OfType<Coded>().SelectMany(c => c.Search.Candidates);

    /// <summary>The candidate that was deployed or waits for approval; null when there is none.</summary>
    public Candidate? Winner => Events.OfType<Voted>().LastOrDefault()?.Vote.Winner is { } id ? Candidates.FirstOrDefault(c => c.Id == id) : null;

    /// <summary>Why a voter brought nothing in a round; null when it brought something or never searched.</summary>
    public string? AbstentionOf(string voter) => Events.OfType<Coded>().FirstOrDefault(c => c.Voter == voter)?.Search.Abstained;

    /// <summary>The diff of the branch that was pushed.</summary>
    public Task<string> PushedAsync() => Repository.RemoteGitAsync("diff", $"main..selfheal/{Incident}");

    /// <summary>Names of the files that the pushed branch changes.</summary>
    public async Task<IReadOnlyList<string>> PushedFilesAsync() =>
        (await Repository.RemoteGitAsync("diff", "--name-only", "-z", $"main..selfheal/{Incident}")).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => string.Join('\n', Events.Select(e => e switch
    {
        ModelCalled { Call: var call } => $"call {call.Id} {call.Model} {call.Prompt} {call.Fault} {call.Reason}",
        Coded coded => $"coded {coded.Voter}: {coded.Search.Candidates.Count} candidates, {coded.Search.Abstained}",
        StepFailed failed => $"failed {failed.Step}: {failed.Reason}",
        Voted voted => $"voted {voted.Vote.Winner} {voted.Vote.Confidence}: {string.Join("; ", voted.Vote.Reasons)}",
        Closed closed => $"closed {closed.Status}: {closed.Reason}",
        _ => e.GetType().Name,
    }));
}
