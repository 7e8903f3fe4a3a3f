namespace SelfHealing.Silo.Databases;

/// <summary>PostgreSQL's own programs on this machine.</summary>
/// <param name="folder">The folder that holds them.</param>
internal sealed class PostgresPrograms(string folder)
{
    private static readonly string[] s_needed = ["initdb", "pg_ctl", "postgres"];

    public string Folder { get; } = folder;

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>The programs of the newest version that the distribution installed, else those on the path; null when there are none.</summary>
    public static PostgresPrograms? Find() => Find(
        Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql") : [],
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    internal static PostgresPrograms? Find(IEnumerable<string> versions, IEnumerable<string> path) => versions
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .Concat(path)
        .Concat(["/usr/local/pgsql/bin", "/usr/pgsql/bin", "/opt/homebrew/bin"])
        .Where(folder => s_needed.All(program => File.Exists(Path.Combine(folder, program))))
        .Select(folder => new PostgresPrograms(folder))
        .FirstOrDefault();
}
