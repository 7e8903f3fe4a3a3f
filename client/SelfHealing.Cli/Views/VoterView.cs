using SelfHealing.Repairs;

namespace SelfHealing.Cli.Views;

/// <summary>One voter's search of the running round.</summary>
internal sealed class VoterView(string name)
{
    public string Name { get; } = name;

    public StageState State { get; set; }

    public long Tested { get; set; }

    public long? Total { get; set; }

    public string Note { get; set; } = "";

    public SearchReport? Report { get; set; }

    /// <summary>Makes it ready for another round.</summary>
    public void Reset() => (State, Tested, Total, Note, Report) = (StageState.Waiting, 0, null, "", null);
}
