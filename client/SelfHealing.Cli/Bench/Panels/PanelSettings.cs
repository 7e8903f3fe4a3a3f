namespace SelfHealing.Cli.Bench.Panels;

/// <summary>The settings of the panel benchmark. What is not named in one is as in all others.</summary>
internal static class PanelSettings
{
    // Five models that are alike but for their names.
    private static readonly string[] s_models = ["amber", "birch", "cedar", "dune", "elm"];

    public static IReadOnlyList<PanelSetting> All { get; } =
    [
        new("independent-good", Models(0.55)),
        new("independent-weak", Models(0.2)),
        new("mixed-strengths-learnt-records",
            [Voter("amber", 0.7), Voter("birch", 0.45), Voter("cedar", 0.2), Voter("dune", 0.15), Voter("elm", 0.1), Voter("fir", 0.1)])
        {
            Learnt = 100,
        },
        new("correlated-within-a-model",
            [.. Strategies("amber", 0.35, sharedByModel: 0.8), Voter("birch", 0.35), Voter("cedar", 0.35)]),
        new("correlated-across-models", [.. Models(0.35).Select(v => v with { SharedByAll = 0.6 })]),
        new("silent-voters", [.. Models(0.4).Select((v, i) => v with { Silent = i < 3 ? 0.8 : 0.1 })]),
        new("malicious-voters",
            [.. Models(0.4).Take(3), Voter("mallory", 0) with { IsMalicious = true, Samples = 12 }, Voter("trudy", 0) with { IsMalicious = true, Samples = 12 }]),
        new("noisy-reproduction-tests", Models(0.4)) { Tests = 3, RightPassesTest = 0.6, WrongPassesTest = 0.5 },
        new("weak-visible-tests", Models(0.35)) { WrongIsPlausible = 0.95, WrongBehaviours = 20 },
        new("many-samples-against-few", [Voter("amber", 0.3) with { Samples = 20, SharedByModel = 0.6 }, Voter("birch", 0.45), Voter("cedar", 0.45), Voter("dune", 0.45)]),
        new("engines-beside-chat",
            [.. Models(0.4).Take(3), Engine("mutation", 0.12), Engine("templates", 0.12), Engine("conditions", 0.08), Engine("ingredients", 0.05)]),
        new("no-tests-no-selectors", Models(0.4)) { Tests = 0, Selectors = 0 },
    ];

    private static PanelVoter[] Models(double right) => [.. s_models.Select(m => Voter(m, right))];

    private static PanelVoter Voter(string model, double right) => new($"{model}:agentless", right) { Samples = 4, SharedByModel = 0.5 };

    private static PanelVoter Engine(string name, double right) => new(name, right) { Samples = 6 };

    private static IEnumerable<PanelVoter> Strategies(string model, double right, double sharedByModel) =>
        new[] { ("multi-agent", 1), ("agentless", 4), ("agentic", 1) }
            .Select(s => new PanelVoter($"{model}:{s.Item1}", right) { Samples = s.Item2, SharedByModel = sharedByModel });
}
