using SelfHealing.Agents;
using SelfHealing.Cli.Terminals;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using static SelfHealing.Cli.Terminals.Figures;

namespace SelfHealing.Cli.Views;

/// <summary>What a panel of chat models does beside its searches, as far as it is known: reproduction tests, and choices between behaviours.</summary>
internal static class PanelSigns
{
    /// <summary>Who writes a reproduction test, how far it is, and what came of it.</summary>
    public static IEnumerable<(string Name, StageState State, string Text)> Tests(IncidentState incident) =>
        incident.TestWriters.Where(w => incident.Steps.ContainsKey(new WriteTest(w).Id)).Select(writer =>
            incident.WrittenTests.TryGetValue(writer, out var written) ? (NameOf(writer), StageState.Done, Of(written))
            : incident.Steps[new WriteTest(writer).Id] is { IsSetAside: true } failed ? (NameOf(writer), StageState.Failed, failed.Failure ?? "")
            : (NameOf(writer), StageState.Running, "writing a reproduction test"));

    /// <summary>What came of telling the candidates of a round apart.</summary>
    public static string Apart(RoundState round, string last)
    {
        if (round is not { Behaviour.Clusters.Count: > 1 and var behaviours, Signals: { Count: > 0 } signals })
        {
            return last;
        }

        var (passing, programs) = Passing(signals);
        return $"{Number(behaviours)} behaviours on {Count(round.Behaviour.Inputs, "input")}, {passing} of {Count(programs, "program")} pass {(signals.Count == 1 ? "the test" : $"all {signals.Count} tests")}";
    }

    /// <summary>How many of the programs that were tried pass all reproduction tests.</summary>
    public static (int Passing, int Programs) Passing(IReadOnlyList<TestSignal> signals) => (
        signals.SelectMany(s => s.Passed).GroupBy(id => id, StringComparer.Ordinal).Count(g => g.Count() == signals.Count),
        signals.SelectMany(s => s.Passed.Concat(s.Failed)).Distinct(StringComparer.Ordinal).Count());

    /// <summary>How far the selectors are; null when none is asked.</summary>
    public static string? Choosing(IncidentState incident)
    {
        if (incident.Round is not { } round || incident.Selectors.Count == 0)
        {
            return null;
        }

        var leading = round.Selections.Values.Where(s => s.Candidate is not null).GroupBy(s => s.Candidate!, StringComparer.Ordinal).MaxBy(g => g.Count());
        return $"{round.Selections.Count} of {Count(incident.Selectors.Count, "selector")} answered{(leading is null ? "" : $", {leading.Count()} for {leading.Key}")}";
    }

    private static string NameOf(string writer) => $"test by {SafeText.Line(writer, 30)}";

    private static string Of(WrittenTest written) => written switch
    {
        { Abstained: { } why } => $"none: {why}",
        { Test.Review: { } review } => $"fails without a patch, reviewed at {Probability(review.Score)}",
        _ => "fails without a patch",
    };
}
