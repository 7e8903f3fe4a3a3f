using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>An edit as the harness enumerates it: an <see cref="EditAtom"/> before it has its number.</summary>
internal sealed record EnumeratedEdit
{
    public IReadOnlyList<TextEdit>? Edits { get; init; }

    public string? Family { get; init; }

    public string? Operator { get; init; }

    public int Line { get; init; }

    public string? Function { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    public double Size { get; init; } = 1;

    public string? NormalForm { get; init; }

    public double Likelihood { get; init; } = 1;

    /// <summary>True when nothing that an atom must have is missing.</summary>
    public bool IsWhole => Edits is { Count: > 0 } && Edits.All(e => e is { Path: not null, Replacement: not null }) && Family is not null && Operator is not null && NormalForm is not null;

    public EditAtom Atom(int id) => new()
    {
        Id = id,
        Edits = Edits!,
        Family = Family!,
        Operator = Operator!,
        Line = Line,
        Function = Function ?? "",
        Before = Before ?? "",
        After = After ?? "",
        Size = Math.Max(1, Size),
        NormalForm = NormalForm!,
        Likelihood = Math.Clamp(Likelihood, 0, 1),
    };
}
