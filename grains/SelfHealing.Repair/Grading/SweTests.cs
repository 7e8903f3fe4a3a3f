using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Grading;

/// <summary>Finds the tests of a run by the ids that the data set has for them.</summary>
/// <remarks>
/// The data set's ids come from logs: pytest's as printed, cut at their first space; unittest's as <c>test_a (package.module.Class)</c>;
/// bare function names of SymPy's runner; and for some of Django's tests their description, which names no test.
/// </remarks>
internal sealed class SweTests
{
    private readonly IReadOnlyDictionary<string, TestOutcome> _outcomes;
    private readonly ILookup<string, TestOutcome> _printed;
    private readonly ILookup<string, TestOutcome> _functions;

    public SweTests(IReadOnlyDictionary<string, TestOutcome> outcomes)
    {
        _outcomes = outcomes;
        _printed = outcomes.ToLookup(o => o.Key.Split(' ')[0], o => o.Value, StringComparer.Ordinal);
        _functions = outcomes.ToLookup(o => Function(o.Key), o => o.Value, StringComparer.Ordinal);
    }

    /// <summary>Whether an id names a test.</summary>
    public static bool IsReadable(string id) => id.Contains("::", StringComparison.Ordinal) || Unittest(id) is not null || (id.Length > 0 && !id.Any(char.IsWhiteSpace));

    /// <summary>A test's outcome, the worst of those that share its id; null when it did not run.</summary>
    public TestOutcome? OutcomeOf(string id)
    {
        var name = Unittest(id) ?? id;
        return _outcomes.TryGetValue(name, out var own) ? own
            : _printed[name].Any() ? Worst(_printed[name])
            : Function(name) == name && _functions[name].Any() ? Worst(_functions[name])
            : null;
    }

    private static TestOutcome Worst(IEnumerable<TestOutcome> outcomes) =>
        outcomes.MaxBy(o => o switch { TestOutcome.Passed => 0, TestOutcome.Skipped => 1, _ => 2 });

    // test_a (package.module.Class), and since Python 3.11 test_a (package.module.Class.test_a).
    private static string? Unittest(string id)
    {
        var open = id.IndexOf(" (", StringComparison.Ordinal);
        if (open <= 0 || !id.EndsWith(')') || id.AsSpan(0, open).Contains(' '))
        {
            return null;
        }

        var (method, type) = (id[..open], id[(open + 2)..^1]);
        return type.Length == 0 || type.Any(c => !char.IsLetterOrDigit(c) && c is not ('.' or '_')) ? null
            : type.EndsWith($".{method}", StringComparison.Ordinal) ? type
            : $"{type}.{method}";
    }

    private static string Function(string id)
    {
        var bare = id.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? id[..bracket] : id;
        return bare[(Math.Max(bare.LastIndexOf(':'), bare.LastIndexOf('.')) + 1)..];
    }
}
