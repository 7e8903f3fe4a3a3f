using SelfHealing.Agents;
using SelfHealing.Repair.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Planning;

/// <summary>Tells a plan in plain words.</summary>
internal static class PlanWords
{
    public static string RootCause(PlanningTask task, IReadOnlyList<Suspicion> suspicions)
    {
        var trace = Trace(task);
        return $"{Symptom(trace, task.Baseline.FailToPass.Count > 0)}, {Place(suspicions)}. {Tests(task.Baseline.FailToPass)}";
    }

    public static string Strategy(PlanningTask task, SearchScope scope)
    {
        var first = Hint(Trace(task));
        return scope switch
        {
            { Pairs: true } => $"Single edits did not bring an accepted fix. Widen the search to pairs of edits, up to {scope.MaxCandidates:N0} candidates a voter"
                + $"{(scope.Seeds.Count > 0 ? $", starting from {scope.Seeds.Count} that fixed some test and broke none" : "")}; {first}.",
            { From: > 0 } => $"The likeliest edits did not bring an accepted fix. Go on with single edits, up to {scope.MaxCandidates:N0} more candidates a voter; {first}.",
            _ => $"Try the likeliest single edits at the most suspicious lines, up to {scope.MaxCandidates:N0} candidates a voter; {first}.",
        };
    }

    private static ErrorTrace Trace(PlanningTask task) =>
        ErrorTrace.Parse(string.IsNullOrWhiteSpace(task.Baseline.Error) ? task.Report.ErrorText ?? "" : task.Baseline.Error);

    private static string Symptom(ErrorTrace trace, bool isShown) => Family(trace) switch
    {
        Symptoms.WrongResult => "The code gives a wrong result",
        Symptoms.Endless => "The code does not come to an end",
        Symptoms.Unknown => isShown ? "A test fails without naming an exception" : "The incident's text names no exception",
        _ => $"The code raises {trace.ExceptionType}{(trace.Message.Length > 0 ? $" ({OneLine(trace.Message)})" : "")}",
    };

    private static string Place(IReadOnlyList<Suspicion> suspicions)
    {
        if (suspicions.Count == 0)
        {
            return "and no line stands out";
        }

        var top = suspicions[0];
        var lines = suspicions
            .Where(s => s.Path == top.Path && s.Function == top.Function && s.Score >= top.Score)
            .Select(s => s.Line).Distinct().Order().ToList();
        var where = lines.Count == 1 ? $"line {lines[0]}" : $"lines {lines[0]} to {lines[^1]}";
        return $"most likely because of {(top.Function.Length > 0 ? $"{top.Function} in " : "")}{top.Path}, {where}";
    }

    private static string Tests(IReadOnlyList<string> failing) => failing.Count switch
    {
        0 => "No failing test shows it.",
        1 => $"{OneLine(failing[0])} shows it.",
        _ => $"{OneLine(failing[0])} and {failing.Count - 1} more show it.",
    };

    private static string Hint(ErrorTrace trace) => Family(trace) switch
    {
        Symptoms.Bounds => "look at bounds, indices and guards for empty inputs first",
        Symptoms.Missing => "look at guards for missing values and at what is read from them first",
        Symptoms.Name => "look at names in scope first",
        Symptoms.Call => "look at arguments, conversions and callees first",
        Symptoms.Division => "look at divisors and their guards first",
        Symptoms.Endless => "look at loop conditions, their updates and the ends of recursions first",
        Symptoms.WrongResult => "look at operators, literals, conditions and the order of arguments first",
        _ => "the likeliest and smallest first",
    };

    private static Symptoms Family(ErrorTrace trace) => trace.ExceptionType switch
    {
        "AssertionError" => Symptoms.WrongResult,
        "IndexError" or "IndexOutOfRangeException" or "ArgumentOutOfRangeException" or "StopIteration" => Symptoms.Bounds,
        "KeyError" or "AttributeError" or "NullReferenceException" or "KeyNotFoundException" => Symptoms.Missing,
        "NameError" or "UnboundLocalError" or "ImportError" or "ModuleNotFoundError" => Symptoms.Name,
        "TypeError" or "ValueError" or "InvalidCastException" or "ArgumentException" => Symptoms.Call,
        "ZeroDivisionError" or "DivideByZeroException" => Symptoms.Division,
        "RecursionError" or "TimeoutError" or "Timeout" or "StackOverflowException" => Symptoms.Endless,
        "" => Symptoms.Unknown,
        _ => Symptoms.Other,
    };

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Take(161).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > 160 ? line[..160] + "…" : line;
    }

    private enum Symptoms
    {
        Unknown,
        Other,
        WrongResult,
        Bounds,
        Missing,
        Name,
        Call,
        Division,
        Endless,
    }
}
