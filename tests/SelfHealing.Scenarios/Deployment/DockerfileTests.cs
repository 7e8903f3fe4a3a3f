using System.Xml.Linq;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>The Dockerfile, read without an engine.</summary>
public sealed class DockerfileTests
{
    private static readonly DockerfileText Dockerfile = DockerfileText.OfTheRoot;

    private static readonly string[] Classic =
        ["ARG", "FROM", "ENV", "WORKDIR", "COPY", "RUN", "VOLUME", "EXPOSE", "USER", "HEALTHCHECK", "ENTRYPOINT", "CMD", "LABEL"];

    [Fact]
    public void Any_builder_understands_it_and_nothing_is_fetched_by_address()
    {
        // ADD is not among them; options that only newer builders know begin like these.
        Dockerfile.Instructions.ShouldAllBe(instruction => Classic.Contains(instruction.Name));
        Dockerfile.Instructions.ShouldAllBe(instruction => !instruction.Has("--mount") && !instruction.Has("--link") && !instruction.Has("--parents"));
        Dockerfile.All("RUN").ShouldAllBe(run => !run.Rest.Contains("<<", StringComparison.Ordinal) && !run.Rest.Contains("://", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_copied_exists_and_is_let_into_the_build()
    {
        var ignored = File.ReadAllLines(SourceTree.At(".dockerignore")).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        ignored[0].ShouldBe("*", "what is not named stays out");
        foreach (var source in Sources())
        {
            Path.Exists(SourceTree.At(source)).ShouldBeTrue(source);
            ignored.ShouldContain($"!{source.Split('/')[0]}");
        }
    }

    [Fact]
    public void Every_project_that_is_built_is_there_before_the_packages_are_restored_and_its_sources_after()
    {
        var needed = Closure("client/SelfHealing.Cli/SelfHealing.Cli.csproj").ToList();
        var beforeRestore = Dockerfile.Instructions.TakeWhile(i => !i.Rest.StartsWith("dotnet restore", StringComparison.Ordinal)).Where(i => i.Name == "COPY").ToList();
        var copied = beforeRestore.SelectMany(copy => copy.Words.SkipLast(1)).Where(source => source.EndsWith(".csproj", StringComparison.Ordinal)).ToList();

        copied.ShouldBe(needed, ignoreOrder: true);
        beforeRestore.Where(copy => copy.Words[0].EndsWith(".csproj", StringComparison.Ordinal)).ShouldAllBe(copy => copy.Words[1] == Path.GetDirectoryName(copy.Words[0]) + "/");
        ((string[])[".editorconfig", "global.json", "Directory.Build.props", "Directory.Packages.props"]).ShouldBeSubsetOf(beforeRestore.SelectMany(copy => copy.Words), "what settles how everything is built");
        Sources().Where(source => !source.Contains('/', StringComparison.Ordinal) && Directory.Exists(SourceTree.At(source)))
            .ShouldBe(needed.Select(project => project.Split('/')[0]).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Its_bases_can_be_named_and_stay_with_one_version_of_dotnet_and_of_the_distribution()
    {
        var arguments = Dockerfile.All("ARG").Where(a => a.Stage == 0).ToDictionary(a => a.Rest.Split('=')[0], a => a.Rest.Split('=')[1]);

        Dockerfile.All("FROM").Select(from => from.Words[0]).ShouldBe(arguments.Keys.Select(name => $"${{{name}}}"));
        arguments.Values.ShouldAllBe(image => image.EndsWith(":10.0-noble", StringComparison.Ordinal));
    }

    [Fact]
    public void It_runs_the_command_as_nobody_special_with_a_folder_of_its_own()
    {
        var user = Dockerfile.Last("USER");

        user.Split(':').ShouldAllBe(id => int.Parse(id) > 999);
        Dockerfile.Instructions.SkipWhile(i => i.Name != "USER").ShouldAllBe(i => i.Name != "RUN" && i.Name != "COPY");
        Dockerfile.Last("ENTRYPOINT").ShouldBe("[\"/app/selfheal\"]");
        Dockerfile.Last("ENV").ShouldContain("SELFHEAL_DATA=/data");
        Dockerfile.Last("VOLUME").ShouldBe("/data");
        Dockerfile.Last("HEALTHCHECK").ShouldContain("/health");
    }

    [Fact]
    public void No_secret_is_built_in()
    {
        string[] words = ["PASSWORD", "TOKEN", "API_KEY", "SECRET", "CONNECTIONSTRING"];

        Dockerfile.Instructions.Where(i => i.Name is "ENV" or "ARG" or "LABEL")
            .ShouldAllBe(i => !words.Any(word => i.Rest.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Lists_of_packages_do_not_stay_in_a_layer() =>
        Dockerfile.All("RUN").Where(run => run.Rest.Contains("apt-get", StringComparison.Ordinal))
            .ShouldAllBe(run => run.Rest.Contains("--no-install-recommends", StringComparison.Ordinal) && run.Rest.Contains("rm -rf /var/lib/apt/lists/*", StringComparison.Ordinal));

    private static IEnumerable<string> Sources() =>
        Dockerfile.All("COPY").Where(copy => !copy.Has("--from")).SelectMany(copy => copy.Words.SkipLast(1));

    /// <summary>A project and all that it refers to, as paths below the root.</summary>
    private static IEnumerable<string> Closure(string project) =>
        XDocument.Load(SourceTree.At(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.At(Path.GetDirectoryName(project)!), reference.Attribute("Include")!.Value.Replace('\\', '/')))))
            .SelectMany(Closure).Append(project).Distinct();
}
