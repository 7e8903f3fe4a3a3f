namespace SelfHealing.Repair.Localisation;

/// <summary>Finds the repository's file that a text means, whatever lies in front of its path where the text was written.</summary>
internal sealed class RepositoryFiles(IEnumerable<string> paths)
{
    private readonly Dictionary<string, List<string>> _byName =
        paths.GroupBy(p => p[(p.LastIndexOf('/') + 1)..], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    /// <summary>The file that shares most of a path's end; null when there is none or several share as much.</summary>
    public string? Ending(string path)
    {
        var wanted = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0 || !_byName.TryGetValue(wanted[^1], out var found))
        {
            return null;
        }

        var best = found.GroupBy(p => Shared(p.Split('/'), wanted)).MaxBy(g => g.Key)!.ToList();
        // A frame of a library is not a file of the repository only because the last name is the same.
        return best.Count == 1 && Shared(best[0].Split('/'), wanted) >= Math.Min(2, Math.Min(wanted.Length, best[0].Split('/').Length)) ? best[0] : null;
    }

    /// <summary>The file that a path or a dotted module name means, and what is left of the name behind it; null when it means none.</summary>
    public (string Path, string Behind)? Named(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal) || Ending(name) is not null)
        {
            return Ending(name) is { } path ? (path, "") : null;
        }

        var parts = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var length = Math.Min(parts.Length, 10); length > 1; length--)
        {
            var module = string.Join('/', parts[..length]);
            if ((Module($"{module}.py") ?? Module($"{module}/__init__.py")) is { } path)
            {
                return (path, string.Join('.', parts[length..]));
            }
        }

        return null;
    }

    private string? Module(string path) =>
        _byName.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var found)
            ? found.Where(p => p == path || p.EndsWith($"/{path}", StringComparison.Ordinal)).MinBy(p => p.Length)
            : null;

    private static int Shared(string[] path, string[] wanted) =>
        path.Reverse().Zip(wanted.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
}
