namespace SelfHealing.Cli.Bench.Panels;

/// <summary>A kind of panel and of incidents that it meets.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Voters">Who takes part.</param>
internal sealed record PanelSetting(string Name, IReadOnlyList<PanelVoter> Voters)
{
    /// <summary>Wrong behaviours that an incident invites; the first are the likeliest.</summary>
    public int WrongBehaviours { get; init; } = 12;

    /// <summary>Chance that a wrong behaviour passes the visible tests.</summary>
    public double WrongIsPlausible { get; init; } = 0.4;

    /// <summary>Accepted reproduction tests.</summary>
    public int Tests { get; init; } = 2;

    /// <summary>Chance that the right behaviour passes a reproduction test.</summary>
    public double RightPassesTest { get; init; } = 0.9;

    /// <summary>Chance that a wrong behaviour passes a reproduction test.</summary>
    public double WrongPassesTest { get; init; } = 0.5;

    /// <summary>Models that choose between candidates.</summary>
    public int Selectors { get; init; } = 3;

    /// <summary>By how much, in standard deviations of a selector's own noise, the right candidate looks better to it.</summary>
    public double Judgement { get; init; } = 1;

    /// <summary>Incidents from which the voters' records were learnt before.</summary>
    public int Learnt { get; init; }
}
