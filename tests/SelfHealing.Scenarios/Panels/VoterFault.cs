using SelfHealing.Models;
using SelfHealing.ModelServers;
using SelfHealing.ModelServers.Answers;

namespace SelfHealing.Scenarios.Panels;

/// <summary>One way in which a voter goes wrong.</summary>
/// <param name="Name">In words, for the test's name.</param>
/// <param name="Strategy">The strategy that meets it.</param>
/// <param name="Named">What the events call it; null when a reply comes that is no answer, which its voter's abstention names.</param>
/// <param name="Answer">What its vendor answers.</param>
internal sealed record VoterFault(string Name, string Strategy, ModelFault? Named, Func<KnownFix, ModelRequest, ModelReply> Answer)
{
    private const string MultiAgent = "multi-agent", Agentless = "agentless", Agentic = "agentic";

    /// <summary>Faults of a vendor.</summary>
    public static IReadOnlyList<VoterFault> OfVendors { get; } =
    [
        Says("401", MultiAgent, ModelFault.Unauthorized, ModelReply.Status(401)),
        Says("429 with Retry-After", Agentless, ModelFault.RateLimited, ModelReply.Status(429, "1")),
        Says("429 without Retry-After", Agentic, ModelFault.RateLimited, ModelReply.Status(429)),
        Says("500", MultiAgent, ModelFault.Unavailable, ModelReply.Status(500)),
        Says("503", Agentless, ModelFault.Unavailable, ModelReply.Status(503)),
        Says("connection refused", Agentic, ModelFault.Unreachable, ModelReply.Empty) with { IsClosed = true },
        Says("reset mid-stream", MultiAgent, ModelFault.Unreachable, ModelReply.Resets),
        Says("silence", Agentless, ModelFault.TimedOut, ModelReply.KeepsSilent) with { IsSilent = true },
        Says("empty reply", Agentic, ModelFault.Malformed, ModelReply.Empty),
        Says("prose instead of JSON", MultiAgent, null, ModelReply.Says("Happy to help! You will want to compare the other variable in the loop.")),
        new("truncated JSON", MultiAgent, null, (fix, request) => ModelReply.Truncated(fix.Text(request) is var text ? text[..(text.Length / 2)] : "")),
        Says("10 MB reply", Agentless, ModelFault.TooLarge, ModelReply.Huge()),
        Says("refusal", MultiAgent, ModelFault.Refused, ModelReply.Refuses) with { Dialect = ModelServers.Dialect.Anthropic },
        Says("tool-call loop", Agentic, ModelFault.Malformed, ModelReply.Calls("run_tests")),
    ];

    /// <summary>What a model may bring that is no fix.</summary>
    public static IReadOnlyList<VoterFault> OfContents { get; } =
    [
        Brings("a change of another file", Agentless, _ => new KnownFix("league/match.py", "", "fixed = True")),
        Brings("a deletion of the tests", MultiAgent, _ => new KnownFix("tests/test_table.py", "", "")),
        Brings("a change with confusable letters", Agentless, fix => fix with { After = fix.After.Replace('a', '\u0430') }),
    ];

    /// <summary>Strange forms of the right fix.</summary>
    public static IReadOnlyList<VoterFault> OfForms { get; } =
    [
        Brings("a change with CRLF", Agentless, fix => fix with { Before = Crlf(fix.Before), After = Crlf(fix.After) }),
        Brings("a change with a byte order mark", MultiAgent, fix => fix with { Before = "\ufeff" + fix.Before, After = "\ufeff" + fix.After }),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<VoterFault> All => [.. OfVendors, .. OfContents, .. OfForms];

    /// <summary>Whether nobody listens where its vendor should.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether its vendor never answers.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The dialect that it needs; null for any.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>Name of the model.</summary>
    public string Model => "fault-" + string.Concat(Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>Name of the voter.</summary>
    public string Voter => $"{Model}:{Strategy}";

    public override string ToString() => Name;

    private static VoterFault Says(string name, string strategy, ModelFault? named, ModelReply reply) => new(name, strategy, named, (_, _) => reply);

    private static VoterFault Brings(string name, string strategy, Func<KnownFix, KnownFix> change) =>
        new(name, strategy, null, (fix, request) => change(fix).Answer(request));

    private static string Crlf(string text) => text.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r";
}
