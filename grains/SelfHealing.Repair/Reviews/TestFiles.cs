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
