using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>Reads an observation: candidates go in, what each did on every input comes out, and is grouped here.</summary>
internal static class Observation
{
    private const int MaxWords = 400;

    /// <summary>Reads the outcomes and groups the candidates.</summary>
    public static async Task<BehaviourReport> ReadAsync(HarnessRun harness, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken)
    {
        await harness.RequestAsync(new { op = "observe", seed, candidates = candidates.Select((c, i) => new { number = i, edits = c.Patch.Edits }) }, cancellationToken);
        IReadOnlyList<string> inputs = [];
        var observed = new Dictionary<int, IReadOnlyList<Outcome>>();
        await foreach (var message in harness.ReadAsync(cancellationToken))
        {
            switch (message.Kind)
            {
                case "inputs":
                    inputs = [.. message.Items("inputs").Select(i => i.ToString())];
                    break;
                case "outcomes" when message.Integer("number") is { } number && message.Read<Outcomes>()?.Items is { } outcomes:
                    observed[number] = outcomes;
                    break;
                case "done":
                    return Group(candidates, inputs, observed);
            }
        }

        throw await harness.EndedAsync(cancellationToken);
    }

    /// <summary>Groups candidates by what they did; number -1 is the unpatched program.</summary>
    internal static BehaviourReport Group(IReadOnlyList<Candidate> candidates, IReadOnlyList<string> inputs, IReadOnlyDictionary<int, IReadOnlyList<Outcome>> observed)
    {
        IReadOnlyList<Outcome> Of(int number) => observed.TryGetValue(number, out var outcomes) ? outcomes : [];
        var unpatched = Of(-1);
        var seen = inputs.Count > 0;
        var groups = candidates.Select((candidate, number) => (candidate, outcomes: Of(number)))
            .GroupBy(c => seen && c.outcomes.Count > 0 ? string.Join('\n', c.outcomes.Select(o => o.Digest)) : "form:" + c.candidate.NormalForm, StringComparer.Ordinal)
            .Select(g => (ids: g.Select(c => c.candidate.Id).ToArray(), g.First().outcomes))
            .ToArray();
        var clusters = groups.Select(g => new BehaviourCluster(
            g.ids,
            Share(g.outcomes, (o, _) => o.Fault),
            Share(g.outcomes, (o, i) => i < unpatched.Count && unpatched[i].Digest == o.Digest)));
        return new BehaviourReport([.. clusters], inputs.Count, Separator(groups, inputs));
    }

    private static double Share(IReadOnlyList<Outcome> outcomes, Func<Outcome, int, bool> holds) =>
        outcomes.Count == 0 ? 0 : (double)outcomes.Where(holds).Count() / outcomes.Count;

    /// <summary>The shortest input that tells the largest clusters apart, in words.</summary>
    private static string? Separator(IReadOnlyList<(string[] Ids, IReadOnlyList<Outcome> Outcomes)> groups, IReadOnlyList<string> inputs)
    {
        var largest = groups.Where(g => g.Outcomes.Count > 0).OrderByDescending(g => g.Ids.Length).Take(3).ToArray();
        if (largest.Length < 2)
        {
            return null;
        }

        var best = Enumerable.Range(0, Math.Min(inputs.Count, largest.Min(g => g.Outcomes.Count)))
            .Select(i => (index: i, kinds: largest.Select(g => g.Outcomes[i].Digest).Distinct(StringComparer.Ordinal).Count()))
            .Where(i => i.kinds > 1)
            .OrderByDescending(i => i.kinds)
            .ThenBy(i => inputs[i.index].Length)
            .Select(i => (int?)i.index)
            .FirstOrDefault();
        if (best is not { } input)
        {
            return null;
        }

        var words = $"{inputs[input]}: {string.Join(", ", largest.Select(g => $"{g.Ids[0]} gives {g.Outcomes[input].Text}"))}";
        return words.Length <= MaxWords ? words : words[..MaxWords] + "…";
    }
}

/// <summary>What one candidate did on every input.</summary>
internal sealed record Outcomes(int Number, IReadOnlyList<Outcome> Items);

/// <summary>What a program did on one input.</summary>
/// <param name="Digest">Equal for equal outcomes.</param>
/// <param name="Text">The value or error, for people.</param>
/// <param name="Fault">True for an error or a time limit.</param>
internal sealed record Outcome(string Digest, string Text, bool Fault);
