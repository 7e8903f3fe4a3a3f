namespace SelfHealing.Repair.Reviews;

/// <summary>Where the tests lie that an id names.</summary>
public static class TestFiles
{
    private const int MaxFiles = 20;

    /// <summary>Paths below the repository's root at which the failing tests may lie; some may not exist.</summary>
    /// <param name="ids">Test ids: <c>tests/test_a.py::test_b</c>, or dotted as unittest names them.</param>
    /// <param name="subdirectory">The report's subdirectory, in which the tests ran.</param>
    public static IReadOnlyList<string> PathsOf(IReadOnlyList<string> ids, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(subdirectory);
        var root = subdirectory.Trim('/');
        return
        [
            .. ids.SelectMany(InRunner)
                .Where(path => !path.StartsWith('/') && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(name => name is not ("" or "." or "..")))
                .Select(path => root.Length > 0 ? $"{root}/{path}" : path)
                .Distinct()
                .Take(MaxFiles),
        ];
    }

    /// <summary>Files that decide how the tests come out: those that hold the tests, and those that the test command names. Some may not exist.</summary>
    /// <remarks>A program may carry its own tests: a documentation test does not make its module one of these.</remarks>
    /// <param name="command">The test command.</param>
    /// <param name="ids">Ids of the tests that matter.</param>
    /// <param name="subdirectory">The report's subdirectory, in which the command runs.</param>
    public static IReadOnlySet<string> Deciding(string command, IReadOnlyList<string> ids, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(subdirectory);
        var root = subdirectory.Trim('/');
        return NamedIn(command).Select(path => root.Length > 0 ? $"{root}/{path}" : path)
            .Concat(PathsOf([.. ids.Where(id => !IsDocumentation(id))], subdirectory))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The words of a shell command that can be files, and the modules after <c>-m</c>.</summary>
    private static IEnumerable<string> NamedIn(string command)
    {
        var words = command.Split([' ', '\t', '\n', '"', '\'', ';', '|', '&', '(', ')', '=', '<', '>'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var (word, before) in words.Zip(words.Prepend("")))
        {
            var path = word.Split("::")[0];
            yield return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
            if (before == "-m")
            {
                var module = path.Replace('.', '/');
                yield return $"{module}.py";
                yield return $"{module}/__main__.py";
            }
        }
    }

    // path/to/module.py::to.module.function, as pytest names the examples of a docstring.
    private static bool IsDocumentation(string id) =>
        id.Split("::") is [var path, var name] && path.EndsWith(".py", StringComparison.Ordinal)
        && name.Split('[')[0].Split('.') is [.., _] names && names.Contains(Path.GetFileNameWithoutExtension(path));

    private static IEnumerable<string> InRunner(string id)
    {
        var colons = id.IndexOf("::", StringComparison.Ordinal);
        if (colons > 0)
        {
            return [id[..colons]];
        }

        // package.module.Class.test: any dotted beginning may be the module.
        var names = id.Split('.');
        return names.Length is > 1 and < 12 && id.All(c => char.IsLetterOrDigit(c) || c is '.' or '_')
            ? Enumerable.Range(1, names.Length - 1).Reverse().Select(count => string.Join('/', names.Take(count)) + ".py")
            : [];
    }
}
