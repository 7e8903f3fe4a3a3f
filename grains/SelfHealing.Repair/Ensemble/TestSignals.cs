using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>What reproduction tests say of programs.</summary>
public static class TestSignals
{
    /// <summary>The signals with every candidate of a program that was tried: equal programs pass the same tests, so only one of them runs.</summary>
    public static IReadOnlyList<TestSignal> OfPrograms(IReadOnlyList<TestSignal> signals, IEnumerable<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(candidates);
        if (signals.Count == 0)
        {
            return signals;
        }

        var programs = candidates.ToLookup(c => c.NormalForm, StringComparer.Ordinal);
        var formOf = programs.SelectMany(p => p).DistinctBy(c => c.Id).ToDictionary(c => c.Id, c => c.NormalForm, StringComparer.Ordinal);
        IReadOnlyList<string> All(IReadOnlyList<string> ids) =>
            [.. ids.SelectMany(id => formOf.TryGetValue(id, out var form) ? programs[form].Select(c => c.Id) : []).Distinct(StringComparer.Ordinal)];
        return [.. signals.Select(s => s with { Passed = All(s.Passed), Failed = All(s.Failed) })];
    }

    /// <summary>Two batches of signals as one, by test.</summary>
    public static IReadOnlyList<TestSignal> Together(IReadOnlyList<TestSignal> earlier, IReadOnlyList<TestSignal> later) =>
        [.. earlier.Concat(later).GroupBy(s => s.Test, StringComparer.Ordinal).Select(g => new TestSignal(
            g.Key, g.All(s => s.FailsOnBase),
            [.. g.SelectMany(s => s.Passed).Distinct(StringComparer.Ordinal)],
            [.. g.SelectMany(s => s.Failed).Distinct(StringComparer.Ordinal)]))];

    /// <summary>True when a test can tell programs apart: it fails on the unchanged program, and passes with some candidate but not with all.</summary>
    public static bool IsTelling(TestSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return signal is { FailsOnBase: true, Passed.Count: > 0, Failed.Count: > 0 };
    }
}
