using Spectre.Console.Rendering;
using Spectre.Console.Testing;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Compares what a terminal shows with what is kept in <c>Snapshots/</c>.</summary>
/// <remarks>With SNAPSHOTS_FOLDER set to that folder in the source tree, writes what is shown instead, to be read before it is committed.</remarks>
internal static class Snapshot
{
    /// <summary>What a terminal of some width shows, without spaces at the ends of lines.</summary>
    public static string Of(IRenderable renderable, int width, bool unicode = true)
    {
        using var console = new TestConsole().Width(width).Height(60).SupportsUnicode(unicode);
        console.Write(renderable);
        return Trimmed(console.Output);
    }

    public static void ShouldMatch(IRenderable renderable, string name, int width, bool unicode = true) => ShouldMatch(Of(renderable, width, unicode), name);

    public static void ShouldMatch(string shown, string name)
    {
        if (Environment.GetEnvironmentVariable("SNAPSHOTS_FOLDER") is { Length: > 0 } source)
        {
            File.WriteAllText(Path.Combine(source, $"{name}.txt"), shown + "\n");
            return;
        }

        shown.ShouldBe(Trimmed(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", $"{name}.txt"))));
    }

    private static string Trimmed(string text) => string.Join('\n', text.NormalizeLineEndings().Split('\n').Select(l => l.TrimEnd())).Trim('\n');
}
