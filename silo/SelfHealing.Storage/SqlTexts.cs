namespace SelfHealing.Storage;

/// <summary>The SQL files of this room, embedded by their path.</summary>
internal static class SqlTexts
{
    /// <summary>The texts of one folder by file name, in ordinal order.</summary>
    /// <param name="folder">Path from the room's folder, for instance <c>Sqlite/Schema</c>.</param>
    public static IReadOnlyList<(string Name, string Text)> In(string folder)
    {
        var prefix = folder + "/";
        var assembly = typeof(SqlTexts).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[prefix.Length..], Read(name)))];
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SqlTexts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
