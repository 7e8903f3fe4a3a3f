using SelfHealing.Agents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>One round of one voter: what it works with.</summary>
internal sealed record StrategyRun
{
    public required IChatModel Model { get; init; }

    public required CodingTask Task { get; init; }

    public required Briefing Briefing { get; init; }

    public required Workbench Bench { get; init; }

    public required Findings Findings { get; init; }

    public required CallNumbers Numbers { get; init; }

    /// <summary>When no further calls are begun, so that what they brought can still be tested.</summary>
    public required CancellationToken Calls { get; init; }

    public AgentRunner Agent(CallNumbers numbers, double? temperature = null) =>
        new(Model, Assignment.Of(Task.Workspace, Task.Report, Task.Step), numbers, temperature);

    public EditWriter Writer() => new(Briefing, Task.Report.Subdirectory);
}
