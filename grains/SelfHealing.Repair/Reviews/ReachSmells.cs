using System.Collections.Frozen;

namespace SelfHealing.Repair.Reviews;

/// <summary>Code that reaches beyond the fault: for the process, the test runner, or modules that the file did not need.</summary>
internal static class ReachSmells
{
    private static readonly FrozenSet<string> s_control = FrozenSet.Create(StringComparer.Ordinal,
        "exit", "_exit", "quit", "abort", "SystemExit", "kill", "atexit", "signal", "settrace", "setprofile", "setrecursionlimit", "pytest", "unittest",
        "monkeypatch", "setattr", "delattr", "modules", "builtins", "globals", "eval", "exec", "__import__", "__class__", "__dict__", "__subclasses__",
        "_getframe", "inspect", "ctypes", "gc", "FailFast", "Exit");

    private static readonly FrozenSet<string> s_equality = FrozenSet.Create(StringComparer.Ordinal, "__eq__", "__ne__", "__bool__", "__hash__", "__lt__", "__instancecheck__");

    private static readonly FrozenSet<string> s_reachingModules = FrozenSet.Create(StringComparer.Ordinal,
        "os", "sys", "subprocess", "socket", "ctypes", "importlib", "signal", "shutil", "pickle", "marshal", "multiprocessing", "threading", "requests",
        "urllib", "http", "ssl", "ftplib", "smtplib", "inspect", "gc", "builtins", "pathlib", "tempfile", "resource", "pty", "code", "codeop", "unittest",
        "pytest", "mock", "atexit", "faulthandler", "site");

    private static readonly FrozenSet<string> s_plainModules = FrozenSet.Create(StringComparer.Ordinal,
        "math", "cmath", "itertools", "functools", "operator", "collections", "re", "string", "copy", "bisect", "heapq", "statistics", "decimal", "fractions",
        "datetime", "typing", "dataclasses", "enum", "random", "textwrap", "numbers", "abc", "calendar", "json", "time", "unicodedata");

    public static IEnumerable<Smell> Of(CodeChange change)
    {
        if (Gained(change, s_control) is { } control)
        {
            // A program that already does such things may do them once more.
            var isKnown = change.Before.Any(l => l.Tokens.Any(t => t.Kind == TokenKind.Name && t.Text == control));
            yield return new Smell("overfit/process-control", $"The patch uses {control}, which reaches beyond the code to the process that runs it.", isKnown ? 0.5 : 0.05);
        }

        if (Gained(change, s_equality) is { } equality && change.Added.Any(a => a.Line.StartsWith("def") && a.Line.Tokens.Any(t => t.Is(equality))))
        {
            yield return new Smell("overfit/redefines-equality", $"The patch defines {equality}, which decides what the tests' comparisons see.", 0.1);
        }

        var imported = Modules(change.Added.Select(a => a.Line)).Where(m => !s_plainModules.Contains(m)).ToList();
        if (imported.Count > 0)
        {
            imported.RemoveAll(Modules(change.Before).ToHashSet().Contains);
        }

        if (imported.Count > 0)
        {
            var worst = imported.Find(s_reachingModules.Contains);
            yield return new Smell("overfit/new-import", $"The patch imports {worst ?? imported[0]}, which the file did not need before.", worst is null ? 0.6 : 0.1);
        }
    }

    private static string? Gained(CodeChange change, FrozenSet<string> names) =>
        change.Added.SelectMany(a => a.Line.Tokens)
            .Where(t => t.Kind == TokenKind.Name && names.Contains(t.Text))
            .Select(t => t.Text)
            .FirstOrDefault(name => change.Gained(line => line.Tokens.Count(t => t.Kind == TokenKind.Name && t.Text == name)) > 0);

    // import a.b, c as d → a, c; from a.b import c → a; __import__("a") → a.
    private static IEnumerable<string> Modules(IEnumerable<CodeLine> lines)
    {
        foreach (var tokens in lines.Select(l => l.Tokens))
        {
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                var isFrom = i == 0 && tokens[0].Is("from") && tokens.Any(t => t.Is("import"));
                var isImport = tokens[i].Is("import") && !tokens[0].Is("from");
                var isListed = tokens[i].Is(",") && tokens[0].Is("import");
                if ((isFrom || isImport || isListed) && tokens[i + 1].Kind == TokenKind.Name)
                {
                    yield return tokens[i + 1].Text;
                }
                else if (tokens[i].IsAny("__import__", "import_module") && i + 2 < tokens.Count && tokens[i + 2].Kind == TokenKind.Text)
                {
                    yield return tokens[i + 2].Text.Split('.')[0];
                }
            }
        }
    }
}
