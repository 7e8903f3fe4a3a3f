using System.Text;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests.Agents;

/// <summary>A shell over one file in which a script is a text that the file must contain. Every run leaves a trace that spoils the next one.</summary>
internal sealed class ScriptedShell : IRepositoryShell
{
    public const string Base = "def f(x):\n    return x + 1\n";

    private const string Script = "selfheal_reproduction.py";

    private Dictionary<string, string> _files = Fresh();

    /// <summary>What comes of a script instead of its demand.</summary>
    public Func<string, ShellResult?> Instead { get; init; } = _ => null;

    /// <summary>Paths of everything that was written.</summary>
    public List<string> Written { get; } = [];

    public List<TimeSpan> Limits { get; } = [];

    public bool IsDisposed { get; private set; }

    public Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        command.ShouldBe("python3 selfheal_reproduction.py");
        _files.ContainsKey("trace").ShouldBeFalse("an earlier run spoilt this one");
        _files["trace"] = "";
        Limits.Add(timeout);
        var script = _files.Single(f => f.Key.EndsWith(Script, StringComparison.Ordinal)).Value;
        return Task.FromResult(Instead(script) ?? (_files["a.py"].Contains(script, StringComparison.Ordinal) ? new ShellResult(0, "") : Failed("a.py", "AssertionError")));
    }

    public Task WriteAsync(string path, byte[]? content, CancellationToken cancellationToken)
    {
        Written.Add(path);
        _files[path] = Encoding.UTF8.GetString(content!);
        return Task.CompletedTask;
    }

    public Task ResetAsync(CancellationToken cancellationToken)
    {
        _files = Fresh();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ShellChange>> ChangesAsync(CancellationToken cancellationToken) => throw new NotSupportedException("A test changes nothing that counts.");

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>A run that fails with an error in a file.</summary>
    public static ShellResult Failed(string file, string error) =>
        new(1, $"Traceback (most recent call last):\n  File \"/work/{file}\", line 2, in <module>\n    something\n{error}\n");

    private static Dictionary<string, string> Fresh() => new(StringComparer.Ordinal) { ["a.py"] = Base };
}
