namespace SelfHealing.Scenarios.Workshops;

/// <summary>This repository's own files, found from the folder in which the tests run.</summary>
internal static class SourceTree
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files below a folder of the root, without what builds and runs leave behind.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] parts) =>
        Directory.EnumerateFiles(At(parts), pattern, SearchOption.AllDirectories).Where(IsSource);

    private static bool IsSource(string path) =>
        !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar)
            .Any(part => part is "bin" or "obj" or "artifacts" or ".git" or "TestResults" or "__pycache__");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SelfHealing.Orleans.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SelfHealing.Orleans.sln. Run the tests inside the repository.");
    }
}
