using System.Text.Json;
using SelfHealing.ModelServers.Answers;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>A bundled project with one bug, as its <c>fixture.json</c> describes it.</summary>
internal sealed record Project(string Name, string Bug, string TestCommand, string Language, IReadOnlyList<string> Failing, ReferenceFix Fixed)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Names of all bundled projects with one bug.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(SourceTree.At("tests", "fixtures"), "fixture.json", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal);

    /// <summary>The folder that holds it.</summary>
    public string Folder => FolderOf(Name);

    /// <summary>Reads one.</summary>
    public static Project Load(string name) =>
        JsonSerializer.Deserialize<Project>(File.ReadAllText(Path.Combine(FolderOf(name), "fixture.json")), Options)!;

    /// <summary>A model that knows the fix.</summary>
    public KnownFix KnownFix() => new(Fixed.Path, Fixed.Before, Fixed.After);

    private static string FolderOf(string name) => SourceTree.At("tests", "fixtures", name);
}

/// <summary>The fix that a person made: replace <paramref name="Before"/> by <paramref name="After"/>.</summary>
internal sealed record ReferenceFix(string Path, string Before, string After);
