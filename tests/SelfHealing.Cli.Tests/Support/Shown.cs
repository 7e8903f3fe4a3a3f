using Spectre.Console.Rendering;
using Spectre.Console.Testing;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>What a terminal of some width shows.</summary>
internal static class Shown
{
    public static string On(IRenderable renderable, int width = 100)
    {
        using var console = new TestConsole().Width(width).Height(60).SupportsUnicode(true);
        console.Write(renderable);
        return string.Join('\n', console.Output.NormalizeLineEndings().Split('\n').Select(l => l.TrimEnd())).Trim('\n');
    }
}
