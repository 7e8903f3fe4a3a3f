namespace SelfHealing.Sandboxes.Images;

/// <summary>Where Debian packages come from.</summary>
/// <param name="Main">Address of the archive.</param>
/// <param name="Security">Address of the archive of security updates.</param>
internal sealed record DebianMirrors(string Main, string Security)
{
    private const string SourcesFolder = "/etc/apt/sources.list.d";

    /// <summary>Debian's own addresses.</summary>
    public static readonly DebianMirrors Default = new("http://deb.debian.org/debian", "http://deb.debian.org/debian-security");

    /// <summary>The mirrors in this machine's own apt sources, or Debian's own where it names none.</summary>
    public static DebianMirrors OfThisMachine(string suite)
    {
        var files = new List<string> { "/etc/apt/sources.list" };
        if (Directory.Exists(SourcesFolder))
        {
            files.AddRange(Directory.EnumerateFiles(SourcesFolder).Where(f => Path.GetExtension(f) is ".list" or ".sources").Order(StringComparer.Ordinal));
        }

        return Parse(files.Where(File.Exists).Select(File.ReadAllText), suite);
    }

    /// <summary>The mirrors in the texts of apt sources, in either of their two formats.</summary>
    public static DebianMirrors Parse(IEnumerable<string> sources, string suite)
    {
        var entries = sources.SelectMany(AptSource.Parse).ToList();
        return new DebianMirrors(
            Best(entries, suite, "/debian") ?? Default.Main,
            Best(entries, $"{suite}-security", "/debian-security") ?? Default.Security);
    }

    /// <summary>The lines of <c>sources.list</c> inside an image.</summary>
    public string SourcesList(string suite) =>
        $"deb {Main} {suite} main\ndeb {Main} {suite}-updates main\ndeb {Security} {suite}-security main\n";

    /// <summary>An archive that has the very suite, or else one that is a Debian archive by its path.</summary>
    private static string? Best(List<AptSource> entries, string suite, string path) =>
        (entries.Find(e => e.Suites.Contains(suite) && e.Components.Contains("main")) ?? entries.Find(e => e.Address.EndsWith(path, StringComparison.Ordinal)))?.Address;
}
