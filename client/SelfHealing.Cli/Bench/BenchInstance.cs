using System.Text;

namespace SelfHealing.Cli.Bench;

/// <summary>One task of a benchmark.</summary>
/// <param name="Id">Its id in the benchmark.</param>
/// <param name="Files">The files that a repair sees, by path.</param>
/// <param name="TestCommand">Runs the visible tests; null when the benchmark shows none, which leaves nothing to reproduce.</param>
/// <param name="Grading">What the grader alone knows; null where the benchmark grades in its own way.</param>
internal sealed record BenchInstance(string Id, IReadOnlyDictionary<string, byte[]> Files, string? TestCommand, IGrading? Grading)
{
    /// <summary>The id in characters that a folder, a branch and an incident may have.</summary>
    public string Slug { get; } = string.Concat(Id.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-'));

    /// <summary>Text as the bytes of a file.</summary>
    public static byte[] File(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>The hidden part of a task.</summary>
internal interface IGrading
{
    /// <summary>Longest time that judging one program may take.</summary>
    TimeSpan Limit { get; }

    /// <summary>The files of a folder in which <c>python3 program.py</c> judges one patched program: it ends with printing the token when the program is right.</summary>
    /// <param name="patched">The files that the repair saw, with the patch applied.</param>
    /// <param name="token">What a right program's judgement prints last.</param>
    IReadOnlyDictionary<string, byte[]> Folder(IReadOnlyDictionary<string, byte[]> patched, string token);
}

/// <summary>A public benchmark.</summary>
internal interface IBenchmark
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Its tasks, in its own order.</summary>
    /// <exception cref="CliException">The files are not those of the benchmark.</exception>
    IReadOnlyList<BenchInstance> Read();
}
