namespace SelfHealing.Repair.Policy;

/// <summary>Files that may hold secrets and are therefore not shown to anybody who repairs.</summary>
/// <remarks>
/// Narrower than what a patch must leave alone: a certificate is no secret, an example of an environment file holds none, and a source file in
/// a folder <c>secrets</c> is a part of the program, without which its tests could not run.
/// </remarks>
public static class SecretFiles
{
    private static readonly string[] s_extensions = [".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", ".kdbx", ".gpg", ".ppk"];
    private static readonly string[] s_modules = [".py", ".pyi", ".cs", ".java", ".go", ".rb", ".rs", ".js", ".ts", ".php", ".kt", ".swift", ".c", ".h"];
    private static readonly string[] s_examples = [".example", ".sample", ".template", ".dist"];
    private static readonly HashSet<string> s_public = ["known_hosts", "authorized_keys"];

    /// <summary>Whether a file may hold secrets, by its path below the root, with <c>/</c>.</summary>
    public static bool Covers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            return false;
        }

        var name = names[^1];
        return !HasExtension(name, s_modules) && !HasExtension(name, s_examples) && !s_public.Contains(name)
            && (names[..^1].Any(ProtectedNames.SecretFolders.Contains) || ProtectedNames.SecretFiles.Contains(name)
                || IsEnvironment(name) || HasExtension(name, s_extensions));
    }

    private static bool IsEnvironment(string name) => name is ".env" or ".envrc" || name.StartsWith(".env.", StringComparison.Ordinal) || name.EndsWith(".env", StringComparison.Ordinal);

    private static bool HasExtension(string name, IEnumerable<string> extensions) => extensions.Any(e => name.EndsWith(e, StringComparison.Ordinal));
}
