namespace SelfHealing.Repair.Policy;

/// <summary>A reason why a path is protected.</summary>
/// <param name="Name">The rule's name, <c>policy/…</c>.</param>
/// <param name="Reason">What the file is, as part of a sentence.</param>
/// <param name="Covers">Whether a file is covered, by its lower-case folders and its lower-case name.</param>
internal sealed record ProtectedPath(string Name, string Reason, Func<IReadOnlyList<string>, string, bool> Covers);

/// <summary>Files that decide what is proven, built, run or trusted, and therefore are not the ensemble's to change.</summary>
internal static class ProtectedPaths
{
    private static readonly string[] s_modules = [".py", ".cs", ".java", ".go", ".rb", ".rs", ".c", ".cc", ".cpp", ".h", ".php", ".kt", ".swift"];

    private static readonly ProtectedPath[] s_rules =
    [
        new("policy/hooks", "which git or a commit hook reads",
            (folders, name) => folders.Any(ProtectedNames.HookFolders.Contains) || ProtectedNames.HookFiles.Contains(name)),
        new("policy/secrets", "which may hold secrets",
            (folders, name) => folders.Any(ProtectedNames.SecretFolders.Contains) || ProtectedNames.SecretFiles.Contains(name)
                || name.StartsWith(".env", StringComparison.Ordinal) || HasExtension(name, ProtectedNames.SecretExtensions)),
        new("policy/ci", "which tells continuous integration what to run",
            (folders, name) => folders.Any(ProtectedNames.CiFolders.Contains) || ProtectedNames.CiFiles.Contains(name)),
        new("policy/test-infrastructure", "which decides how the tests run",
            (folders, name) => ProtectedNames.TestInfrastructure.Contains(name) || folders.Any(f => f is "_pytest" or "pytest" or "unittest")
                || HasExtension(name, ProtectedNames.TestInfrastructureExtensions) || HasStem(name, ProtectedNames.TestInfrastructureStems)),
        new("policy/tests", "which is a test", (folders, name) => folders.Any(TestNames.IsFolder) || TestNames.IsFile(name)),
        new("policy/locks", "which pins what is installed",
            (_, name) => ProtectedNames.LockFiles.Contains(name) || HasExtension(name, [".lock"])),
        new("policy/build", "which decides how the project is built",
            (_, name) => ProtectedNames.BuildFiles.Contains(name) || HasExtension(name, ProtectedNames.BuildExtensions)
                || HasStem(name, ProtectedNames.BuildStems)),
        new("policy/vendored", "which is somebody else's code",
            (folders, name) => folders.Any(ProtectedNames.VendorFolders.Contains) || name.EndsWith(".min.js", StringComparison.Ordinal)),
        new("policy/dotfiles", "which configures tools",
            (folders, name) => name[0] == '.' || folders.Any(f => f[0] == '.')),
        new("policy/binary", "which is not source code", (_, name) => HasExtension(name, ProtectedNames.BinaryExtensions)),
    ];

    /// <summary>The first rule that protects a well-formed path; null when none does.</summary>
    public static ProtectedPath? RuleFor(string path)
    {
        var original = path.Split('/');
        if (TestNames.IsCamelCaseTest(original[^1]))
        {
            return s_rules.First(r => r.Name == "policy/tests");
        }

        var folders = Array.ConvertAll(original[..^1], n => n.ToLowerInvariant());
        var name = original[^1].ToLowerInvariant();
        return Array.Find(s_rules, rule => rule.Covers(folders, name));
    }

    private static bool HasExtension(string name, IEnumerable<string> extensions) => extensions.Any(e => name.EndsWith(e, StringComparison.Ordinal));

    // requirements.txt and requirements.dev.txt are configuration; requirements.py is a module like any other.
    private static bool HasStem(string name, IEnumerable<string> stems) =>
        !HasExtension(name, s_modules) && stems.Any(stem => name == stem || name.StartsWith(stem + ".", StringComparison.Ordinal));
}
