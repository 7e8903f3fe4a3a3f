namespace SelfHealing.Repairs;

/// <summary>One patch proposed by one voter in one round.</summary>
[GenerateSerializer, Immutable, Alias("Candidate")]
public sealed record Candidate
{
    /// <summary>Id within the incident: <c>r{round}-{voter}-{rank}</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The voter that proposed it.</summary>
    [Id(1)] public required string Voter { get; init; }

    /// <summary>The change.</summary>
    [Id(2)] public required Patch Patch { get; init; }

    /// <summary>The change as a unified diff, for people.</summary>
    [Id(3)] public required string Diff { get; init; }

    /// <summary>Digest of the patched program's normal form: candidates that make the same program share it.</summary>
    [Id(4)] public required string NormalForm { get; init; }

    /// <summary>Operators it is made of, in order.</summary>
    [Id(5)] public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>Place in its voter's own ranking, from 1.</summary>
    [Id(6)] public required int Rank { get; init; }

    /// <summary>The voter's score: suspiciousness × prior × size; only comparable within the incident.</summary>
    [Id(7)] public required double Score { get; init; }

    /// <summary>Size in changed syntax nodes.</summary>
    [Id(8)] public required double Size { get; init; }

    /// <summary>The lesson it comes from (its incident's id), or null.</summary>
    [Id(9)] public string? Lesson { get; init; }

    /// <summary>What was replaced and by what, in normal form.</summary>
    [Id(10)] public string Before { get; init; } = "";

    /// <summary>See <see cref="Before"/>.</summary>
    [Id(11)] public string After { get; init; } = "";

    /// <summary>Qualified name of the edited function; empty at module level.</summary>
    [Id(12)] public string Function { get; init; } = "";

    /// <summary>What kind of voter it comes from. The default value is <see cref="CandidateOrigin.Engine"/>.</summary>
    [Id(13)] public CandidateOrigin Origin { get; init; }

    /// <summary>How the model's edits were brought onto the files where they did not fit exactly; null when they did.</summary>
    [Id(14)] public string? Fitted { get; init; }
}
