using SelfHealing.Admission;

namespace SelfHealing.Incidents;

/// <summary>What a user submits: a repository, how to test it, and how far the system may go.</summary>
/// <remarks>Every text in it comes from outside and is data: it is never run outside the sandbox and never used as a host path.</remarks>
[GenerateSerializer, Immutable, Alias("IncidentReport")]
public sealed record IncidentReport
{
    /// <summary>Path or URL of a git repository.</summary>
    [Id(0)] public required string Repository { get; init; }

    /// <summary>The revision to repair: a commit, branch or tag. The default value is <c>HEAD</c>.</summary>
    [Id(1)] public string Revision { get; init; } = "HEAD";

    /// <summary>Shell command that runs the tests, from <see cref="Subdirectory"/>.</summary>
    [Id(2)] public required string TestCommand { get; init; }

    /// <summary>Shell command that prepares the sandbox image once, with network; null for none.</summary>
    [Id(3)] public string? SetupCommand { get; init; }

    /// <summary>Sandbox image to use instead of the language's own; null for the language's own.</summary>
    [Id(4)] public string? Image { get; init; }

    /// <summary>Ids of the tests that should pass; empty to repair whatever fails.</summary>
    [Id(5)] public IReadOnlyList<string> FailingTests { get; init; } = [];

    /// <summary>Language of the code to repair. The default value is <c>python</c>.</summary>
    [Id(6)] public string Language { get; init; } = "python";

    /// <summary>Folder below the repository's root in which the tests run; empty for the root.</summary>
    [Id(7)] public string Subdirectory { get; init; } = "";

    /// <summary>Names of the models (<c>gpt</c>) or voters (<c>gpt:agentless</c>) that may vote; empty for all that are configured.</summary>
    [Id(8)] public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Confidence, 0 to 1, from which a winner is deployed without asking a person. The default value is 0.9.</summary>
    [Id(9)] public double AutoApproveAt { get; init; } = 0.9;

    /// <summary>Wall-clock budget of the whole incident. The default value is 20 minutes.</summary>
    [Id(10)] public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Name or URL of the remote that receives the branch; null for the repository itself (its <c>origin</c> where it has one).</summary>
    [Id(11)] public string? Remote { get; init; }

    /// <summary>True to stop before anything leaves the data folder.</summary>
    [Id(12)] public bool DryRun { get; init; }

    /// <summary>Error text, stack trace or issue that came with the incident; null for what the baseline run prints. Where no test fails, it is all that tells of the fault.</summary>
    [Id(13)] public string? ErrorText { get; init; }

    /// <summary>Most money, in US dollars, that the incident may spend on models; null for the configured limit.</summary>
    [Id(15)] public decimal? MaxCost { get; init; }

    /// <summary>Most tokens, read and written, that the incident may use; null for the configured limit.</summary>
    [Id(16)] public long? MaxTokens { get; init; }

    /// <summary>Who pays for it. The default value is <c>default</c>.</summary>
    [Id(17)] public string Tenant { get; init; } = "default";

    /// <summary>Artifact of a recorded transcript that answers every model call; null to ask the models.</summary>
    [Id(18)] public string? Replay { get; init; }

    /// <summary>True when the tests that fail on the unchanged revision have nothing to do with the incident: its text alone tells what to repair. The default value is false.</summary>
    [Id(19)] public bool FailuresAreKnown { get; init; }

    /// <summary>How urgent it is among those of its tenant. The default value is <see cref="IncidentPriority.Normal"/>.</summary>
    [Id(20)] public IncidentPriority Priority { get; init; } = IncidentPriority.Normal;

    /// <summary>What tells this trouble from another of the same repository, for instance an alert's fingerprint; null to tell by the repository, the revision, the tests and the error text.</summary>
    [Id(21)] public string? Likeness { get; init; }

    /// <summary>Who or what reported it, for people; null for nobody in particular.</summary>
    [Id(22)] public string? Reporter { get; init; }

    /// <summary>Seed of every random choice made for this incident. The default value is 1.</summary>
    [Id(14)] public int Seed { get; init; } = 1;
}
