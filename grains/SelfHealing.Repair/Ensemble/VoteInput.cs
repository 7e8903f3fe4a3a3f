using SelfHealing.Ensemble;
using SelfHealing.Memory;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Ensemble;

/// <summary>All that the vote of one round knows. The order of its lists has no influence on the decision.</summary>
public sealed record VoteInput
{
    /// <summary>The plausible candidates of every voter.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Reviews by candidate id. A candidate that nobody reviewed is not admitted.</summary>
    public required IReadOnlyDictionary<string, Review> Reviews { get; init; }

    /// <summary>What the candidates do on generated inputs; null when it could not be observed, and then every program stands alone.</summary>
    public BehaviourReport? Behaviour { get; init; }

    /// <summary>Records by voter; a voter without one has <see cref="VoterRecord.Prior"/>.</summary>
    public IReadOnlyDictionary<string, VoterRecord> Records { get; init; } = new Dictionary<string, VoterRecord>();

    /// <summary>The tester's reports so far, by candidate id.</summary>
    public IReadOnlyDictionary<string, TestReport> Tests { get; init; } = new Dictionary<string, TestReport>();

    /// <summary>Voters that proposed nothing, with their reasons in words.</summary>
    public IReadOnlyDictionary<string, string> Abstentions { get; init; } = new Dictionary<string, string>();

    /// <summary>What the accepted reproduction tests said, one candidate for each program.</summary>
    public IReadOnlyList<TestSignal> Signals { get; init; } = [];

    /// <summary>What each selector that was asked chose, by model; null for one that abstained.</summary>
    public IReadOnlyDictionary<string, string?> Selections { get; init; } = new Dictionary<string, string?>();

    /// <summary>Why a selector or a test writer abstained, in words, by model.</summary>
    public IReadOnlyDictionary<string, string> SignalAbstentions { get; init; } = new Dictionary<string, string>();

    /// <summary>How many selectors there are.</summary>
    public int Selectors { get; init; }

    /// <summary>How much each signal counts.</summary>
    public EnsembleRules Rules { get; init; } = EnsembleRules.Default;

    /// <summary>How many tests must come to pass.</summary>
    public int FailingTests { get; init; }

    /// <summary>How many tests must go on passing.</summary>
    public int PassingTests { get; init; }
}
