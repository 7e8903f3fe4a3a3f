namespace SelfHealing.Repairs;

/// <summary>One edit that a toolchain can make at one place: the unit that engines rank and combine.</summary>
[GenerateSerializer, Immutable, Alias("EditAtom")]
public sealed record EditAtom
{
    /// <summary>Place in the edit space; unique within it.</summary>
    [Id(0)] public required int Id { get; init; }

    /// <summary>The text edits, in one file.</summary>
    [Id(1)] public required IReadOnlyList<TextEdit> Edits { get; init; }

    /// <summary>The family that proposes it: <c>mutation</c>, <c>template</c>, <c>condition</c> or <c>ingredient</c>.</summary>
    [Id(2)] public required string Family { get; init; }

    /// <summary>The operator within the family, for instance <c>relational-operator</c> or <c>none-guard</c>.</summary>
    [Id(3)] public required string Operator { get; init; }

    /// <summary>First line of the edit in the base revision, from 1.</summary>
    [Id(4)] public required int Line { get; init; }

    /// <summary>Qualified name of the enclosing function (<c>Class.method</c>), or empty at module level.</summary>
    [Id(5)] public string Function { get; init; } = "";

    /// <summary>The replaced source, in normal form; empty for an insertion.</summary>
    [Id(6)] public string Before { get; init; } = "";

    /// <summary>The new source, in normal form; empty for a deletion.</summary>
    [Id(7)] public string After { get; init; } = "";

    /// <summary>Edit size in changed syntax nodes, at least 1.</summary>
    [Id(8)] public double Size { get; init; } = 1;

    /// <summary>Digest of the edited function's syntax tree without positions: equal for edits that make the same program.</summary>
    [Id(9)] public required string NormalForm { get; init; }

    /// <summary>Prior within the operator, 0 to 1: how likely this variant is among its siblings, as judged from the code's context. The default value is 1.</summary>
    [Id(10)] public double Likelihood { get; init; } = 1;
}
