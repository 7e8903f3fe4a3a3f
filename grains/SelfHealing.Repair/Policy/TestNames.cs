namespace SelfHealing.Repair.Policy;

/// <summary>How projects name their tests.</summary>
internal static class TestNames
{
    private static readonly HashSet<string> s_words = ["test", "tests", "testcase", "testcases", "testdata", "testsuite", "testsuites", "e2e"];
    private static readonly string[] s_camelWords = ["Test", "Tests", "Spec", "Specs", "TestCase"];

    /// <summary>Whether a folder holds tests, by its lower-case name: <c>tests</c>, <c>__tests__</c>, <c>unit-tests</c>, <c>app.tests</c>.</summary>
    public static bool IsFolder(string name) => name is "testing" or "spec" or "specs" || HasTestWord(Words(name));

    /// <summary>Whether a file is a test, by its lower-case name: <c>test_a.py</c>, <c>a_test.go</c>, <c>a.spec.ts</c>, <c>tests.py</c>.</summary>
    public static bool IsFile(string name)
    {
        var dot = name.LastIndexOf('.');
        var words = Words(dot > 0 ? name[..dot] : name);
        return HasTestWord(words) || words is [_, .., "spec" or "specs"];
    }

    private static bool HasTestWord(List<string> words) => words.Count > 0 && (s_words.Contains(words[0]) || s_words.Contains(words[^1]));

    /// <summary>Whether a file is a test, by the camel case of its name: <c>OrderTests.cs</c>.</summary>
    public static bool IsCamelCaseTest(string name)
    {
        var stem = name.Split('.')[0];
        return s_camelWords.Any(word =>
            stem.EndsWith(word, StringComparison.Ordinal) && stem.Length > word.Length && char.IsAsciiLetterOrDigit(stem[^(word.Length + 1)]));
    }

    private static List<string> Words(string name) => [.. name.Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries)];
}
