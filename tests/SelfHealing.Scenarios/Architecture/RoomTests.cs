using System.Text.RegularExpressions;
using System.Xml.Linq;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Architecture;

/// <summary>The rooms of the house and the arrows between them, which point down only.</summary>
public sealed partial class RoomTests
{
    /// <summary>What each room may know by name. What those know comes with them.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["SelfHealing.Abstractions"] = [],
        ["SelfHealing.Repair"] = ["SelfHealing.Abstractions"],
        ["SelfHealing.Client"] = ["SelfHealing.Abstractions"],
        ["SelfHealing.Grains"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Sandboxes"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Toolchains"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Models"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Integrations"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Storage"] = ["SelfHealing.Repair", "SelfHealing.Abstractions"],
        ["SelfHealing.Silo"] =
        [
            "SelfHealing.Grains", "SelfHealing.Sandboxes", "SelfHealing.Toolchains", "SelfHealing.Models", "SelfHealing.Integrations",
            "SelfHealing.Storage", "SelfHealing.ServiceDefaults", "SelfHealing.Repair", "SelfHealing.Abstractions",
        ],
        ["SelfHealing.Samples"] = ["SelfHealing.Client"],
        ["SelfHealing.Cli"] = ["SelfHealing.Client", "SelfHealing.Silo"],
        ["SelfHealing.ServiceDefaults"] = [],
        ["SelfHealing.AppHost"] = ["SelfHealing.Silo", "SelfHealing.Cli"],
    };

    public static TheoryData<string> Rooms => [.. ProjectFiles().Where(p => !IsTest(p)).Select(NameOf)];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_below_it(string room)
    {
        Arrows.ShouldContainKey(room, $"{room} is a new room: say here what it may know");

        ReferencesOf(ProjectFiles().Single(p => NameOf(p) == room)).ShouldBeSubsetOf(Arrows[room]);
    }

    [Fact]
    public void No_arrow_leads_back_to_where_it_came_from()
    {
        foreach (var room in Arrows.Keys)
        {
            Below(room).ShouldNotContain(room);
        }
    }

    [Fact]
    public void No_room_knows_its_tests()
    {
        foreach (var project in ProjectFiles().Where(p => !IsTest(p)))
        {
            ReferencesOf(project).ShouldAllBe(name => !IsTestName(name), NameOf(project));
        }
    }

    [Fact]
    public void The_solution_holds_every_project_but_the_AppHost()
    {
        var listed = ProjectLine().Matches(File.ReadAllText(SourceTree.At("SelfHealing.Orleans.sln")))
            .Select(m => m.Groups["path"].Value.Replace('\\', '/')).ToList();

        listed.ShouldBe(
            ProjectFiles().Where(p => NameOf(p) != "SelfHealing.AppHost").Select(p => Path.GetRelativePath(SourceTree.Root, p)), ignoreOrder: true);
    }

    private static IEnumerable<string> Below(string room) => Arrows[room].Concat(Arrows[room].SelectMany(Below)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> ProjectFiles() => SourceTree.Files("*.csproj");

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static bool IsTest(string project) => project.StartsWith(SourceTree.At("tests") + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsTestName(string name) =>
        name.EndsWith(".Tests", StringComparison.Ordinal) || name is "SelfHealing.Scenarios" or "SelfHealing.Benchmarks" or "SelfHealing.TestSilo" or "SelfHealing.ModelServers" or "SelfHealing.TestDatabase";

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    [GeneratedRegex(@"^Project\(.*?\) = "".*?"", ""(?<path>[^""]+\.csproj)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectLine();
}
