using System.Reflection;

namespace SelfHealing.Toolchains.Python;

/// <summary>The Python sources that run in the container, as they are embedded in this assembly.</summary>
internal static class HarnessSources
{
    private const string Folder = "harness/";
    private const string Bootstrap = "bootstrap.py";
    private static readonly Lazy<IReadOnlyDictionary<string, string>> _files = new(Read);

    /// <summary>The program of the main process: it reads everything else from its standard input.</summary>
    public static string MainProgram => _files.Value[Bootstrap];

    /// <summary>Source text by path below the harness's package.</summary>
    public static IReadOnlyDictionary<string, string> Package { get; } = _files.Value.Where(f => f.Key != Bootstrap).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name[Folder.Length..].Replace('\\', '/')] = reader.ReadToEnd();
        }

        return files;
    }
}
