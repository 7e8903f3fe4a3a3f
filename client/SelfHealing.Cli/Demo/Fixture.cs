using System.Text.Json;

namespace SelfHealing.Cli.Demo;

/// <summary>A bundled project with one bug.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bug">What is wrong, in words.</param>
/// <param name="TestCommand">Runs its tests.</param>
/// <param name="Language">Its language.</param>
internal sealed record Fixture(string Name, string Bug, string TestCommand, string Language)
{
    private const string Description = "fixture.json";

    /// <summary>Its folder.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>Finds a bundled project below the product's folder.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="home">The product's folder, or null to look in the folders above this program.</param>
    /// <exception cref="CliException">It is not there.</exception>
    public static Fixture Find(string name, string? home)
    {
        for (var folder = new DirectoryInfo(home ?? AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "tests", "fixtures", name);
            if (File.Exists(Path.Combine(found, Description)))
            {
                return JsonSerializer.Deserialize<Fixture>(File.ReadAllText(Path.Combine(found, Description)), JsonSerializerOptions.Web)! with { Folder = found };
            }
        }

        throw new CliException($"The bundled project '{name}' is not below {home ?? AppContext.BaseDirectory}. Start selfheal from its own checkout, or set SELFHEAL_HOME to it.");
    }

    /// <summary>Copies the project without its description: a repair must not read what is wrong.</summary>
    public void CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(IsPartOfIt))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private bool IsPartOfIt(string file) =>
        Path.GetRelativePath(Folder, file) is var path
        && path != Description
        && !path.Split(Path.DirectorySeparatorChar).Any(part => part is "__pycache__" or ".pytest_cache" or ".git");
}
