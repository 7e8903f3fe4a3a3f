using SelfHealing.Repair.Policy;

namespace SelfHealing.Repair.Prompting;

/// <summary>Which files of a repository a prompt may show, and which of those a fix may change.</summary>
public static class Visibility
{
    private static readonly string[] s_hidden = ["policy/secrets", "policy/hooks", "policy/binary", "policy/vendored", "policy/locks"];

    /// <summary>True when a model may read the file: its name is well formed, and it holds no secrets, no binary content and nobody else's code.</summary>
    public static bool IsReadable(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PathForm.Fault(path) is null && (ProtectedPaths.RuleFor(path) is not { } rule || !s_hidden.Contains(rule.Name));
    }

    /// <summary>True when a model may read and change the file.</summary>
    /// <param name="path">Path below the repository's root.</param>
    /// <param name="deciding">Files that decide how the tests come out.</param>
    /// <param name="subdirectory">The report's subdirectory.</param>
    public static bool IsEditable(string path, IReadOnlySet<string> deciding, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(deciding);
        return IsReadable(path) && !deciding.Contains(path) && PatchPolicy.CheckPath(path, subdirectory) is null;
    }
}
