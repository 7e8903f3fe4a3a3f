using SelfHealing.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Engines;

/// <summary>Edits for tests: each of four bytes at its own place.</summary>
internal static class Atoms
{
    public static Fingerprint Error { get; } = new("exact", "kind", "ValueError: no");

    public static EditAtom At(int id, string family = "mutation", string name = "number-literal", int line = 1, double likelihood = 1,
        double size = 1, string function = "f", string before = "0", string after = "1", int? start = null, string path = "a.py") => new()
        {
            Id = id,
            Edits = [new TextEdit(path, start ?? (id * 10), 4, after)],
            Family = family,
            Operator = name,
            Line = line,
            Function = function,
            Before = before,
            After = after,
            Size = size,
            Likelihood = likelihood,
            NormalForm = $"form-{id}",
        };

    public static EditSpace Space(params EditAtom[] atoms) => new(atoms, []);

    public static SearchScope Singles { get; } = new(3000, Pairs: false, []);

    public static SearchScope WithPairs(params int[] seeds) => new(3000, Pairs: true, seeds);
}
