namespace SelfHealing.Storage.Sqlite;

/// <summary>The SQL files beside this class, embedded by their path.</summary>
internal static class SqlTexts
{
    /// <summary>The texts of one folder by file name, in ordinal order.</summary>
    public static IReadOnlyList<(string Name, string Text)> In(string folder)
    {
        var prefix = $"Sqlite/{folder}/";
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
