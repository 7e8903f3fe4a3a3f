using SelfHealing.Repair.Policy;
using SelfHealing.Repair.Reviews;

namespace SelfHealing.Repair.Grading;

/// <summary>Which of a patch's files are put back to the base revision before hidden tests judge it.</summary>
/// <remarks>
/// Whatever decides how the tests come out is not the patch's to write: the hidden test files themselves, what lies in their test folders,
/// conftest.py and the runner's configuration anywhere, files that Python runs at its start, and what the command names. Folders that only
/// sound like tests (<c>django/test</c>) hold program and stay.
/// </remarks>
public sealed class Restored
{
    private static readonly HashSet<string> s_runner = new(StringComparer.OrdinalIgnoreCase)
    {
        "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "setup.cfg", "pyproject.toml", "sitecustomize.py", "usercustomize.py", "noxfile.py",
    };

    private readonly HashSet<string> _hidden;
    private readonly List<string> _folders;
    private readonly IReadOnlySet<string> _named;

    /// <summary>The rule for one instance.</summary>
    /// <param name="hidden">Paths that the hidden tests' patch changes.</param>
    /// <param name="command">The command that runs them.</param>
    public Restored(IReadOnlyList<string> hidden, string command)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        _hidden = hidden.ToHashSet(StringComparer.Ordinal);
        _folders = [.. hidden.Select(TestFolder).OfType<string>().Distinct(StringComparer.Ordinal)];
        _named = TestFiles.Deciding(command, [], "");
    }

    /// <summary>Whether a path is put back.</summary>
    public bool Includes(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return _hidden.Contains(path) || s_runner.Contains(name) || name.EndsWith(".pth", StringComparison.OrdinalIgnoreCase) || _named.Contains(path)
            || _folders.Exists(folder => path.StartsWith(folder, StringComparison.Ordinal));
    }

    /// <summary>The outermost folder of tests above a hidden file, with a slash behind; null when none is.</summary>
    private static string? TestFolder(string path)
    {
        var parts = path.Split('/')[..^1];
        var at = Array.FindIndex(parts, part => TestNames.IsFolder(part.ToLowerInvariant()));
        return at < 0 ? null : string.Join('/', parts[..(at + 1)]) + "/";
    }
}
