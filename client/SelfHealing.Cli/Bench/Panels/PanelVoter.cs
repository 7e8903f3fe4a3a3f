namespace SelfHealing.Cli.Bench.Panels;

/// <summary>How one simulated voter behaves.</summary>
/// <param name="Name">Its name: <c>model:strategy</c> for a chat voter, a plain one for an engine.</param>
/// <param name="Right">Chance, 0 to 1, that one of its samples is right on an incident of middling difficulty.</param>
internal sealed record PanelVoter(string Name, double Right)
{
    /// <summary>Samples that it draws; an engine's distinct candidates.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Chance that it proposes nothing.</summary>
    public double Silent { get; init; }

    /// <summary>Chance that a sample repeats what its model thought once for all its strategies.</summary>
    public double SharedByModel { get; init; }

    /// <summary>Chance that a wrong sample is the mistake that everybody is drawn to.</summary>
    public double SharedByAll { get; init; }

    /// <summary>True when it floods the panel with plausible wrong patches and claims to be certain of each.</summary>
    public bool IsMalicious { get; init; }
}
