namespace SelfHealing.Toolchains.Edits;

/// <summary>The bugs that people write most: each must have its fix in the space, written as a person would write it.</summary>
public sealed class ReachTests(ToolchainFixture fixture)
{
    private static readonly IReadOnlyList<(string What, string Call, string Buggy, string Fixed)> s_bugs =
    [
        (
            "a wrong comparison in a search", "f([1, 2], 2)",
            "def f(xs, x):\n    low, high = 0, len(xs) - 1\n    while low < high:\n        mid = (low + high) // 2\n        if xs[mid] < x:\n            low = mid + 1\n        else:\n            high = mid - 1\n    return low\n",
            "def f(xs, x):\n    low, high = 0, len(xs) - 1\n    while low <= high:\n        mid = (low + high) // 2\n        if xs[mid] < x:\n            low = mid + 1\n        else:\n            high = mid - 1\n    return low\n"
        ),
        ("an off-by-one in a slice", "f([1, 2, 3], 2)", "def f(xs, n):\n    return xs[:n]  # the first ones\n", "def f(xs, n):\n    return xs[:n + 1]  # the first ones\n"),
        (
            "a missing guard for None", "f(None)", "def f(name):\n    return name.upper()\n",
            "def f(name):\n    if name is None:\n        return None\n    return name.upper()\n"
        ),
        (
            "swapped arguments", "f(1, 2)", "def less(a, b):\n    return a - b\n\n\ndef f(x, y):\n    return less(y, x)\n",
            "def less(a, b):\n    return a - b\n\n\ndef f(x, y):\n    return less(x, y)\n"
        ),
        (
            "a missing append", "f([1, 2])", "def f(xs):\n    out = []\n    for x in xs:\n        y = x * 2\n    return out\n",
            "def f(xs):\n    out = []\n    for x in xs:\n        y = x * 2\n        out.append(y)\n    return out\n"
        ),
        (
            "a wrong variable in a loop", "f([[1], [2]])", "def f(rows):\n    n = 0\n    for row in rows:\n        for cell in rows:\n            n += 1\n    return n\n",
            "def f(rows):\n    n = 0\n    for row in rows:\n        for cell in row:\n            n += 1\n    return n\n"
        ),
        (
            "an endless loop", "f(0)", "def f(n):\n    k = 0\n    while n > 1:\n        k += 1\n    return k\n",
            "def f(n):\n    k = 0\n    while n > 1:\n        k += 1\n        n //= 2\n    return k\n"
        ),
        (
            "a return inside the loop", "f([1, 2])", "def f(xs):\n    n = 0\n    for x in xs:\n        n += x\n        return n\n",
            "def f(xs):\n    n = 0\n    for x in xs:\n        n += x\n    return n\n"
        ),
        (
            "two statements in the wrong order", "f([3])", "def f(xs):\n    xs = xs[1:]\n    first = xs[:1]\n    return first + xs\n",
            "def f(xs):\n    first = xs[:1]\n    xs = xs[1:]\n    return first + xs\n"
        ),
        ("a conjunct too few", "f(3, 4)", "def f(a, b):\n    return a > 0\n", "def f(a, b):\n    return a > 0 and b > 0\n"),
        ("a condition too much", "f(3, 4)", "def f(a, b):\n    return a > 0 and b > 0\n", "def f(a, b):\n    return a > 0\n"),
        ("a wrong method", "f('ab')", "def f(text):\n    return text.upper()\n", "def f(text):\n    return text.lower()\n"),
        ("a missing conversion", "f(3, 4)", "def f(a, b):\n    return a - b\n", "def f(a, b):\n    return abs(a - b)\n"),
        ("a missing pair of parentheses", "f(3, 4)", "def f(a, b):\n    return a + b // 2\n", "def f(a, b):\n    return (a + b) // 2\n"),
        (
            "an attribute taken for a name", "C(3).f(2)", "class C:\n    def __init__(self, size):\n        self.size = size\n\n    def f(self, n):\n        size = 0\n        return n < size\n",
            "class C:\n    def __init__(self, size):\n        self.size = size\n\n    def f(self, n):\n        size = 0\n        return n < self.size\n"
        ),
        (
            "the results of two branches exchanged", "f(3)", "def f(n):\n    if n > 0:\n        return True\n    return False\n",
            "def f(n):\n    if n > 0:\n        return False\n    return True\n"
        ),
        (
            "an else that is missing", "f(3)", "def f(n):\n    kind = 'odd'\n    if n % 2:\n        kind = 'even'\n    kind = 'none'\n    return kind\n",
            "def f(n):\n    kind = 'odd'\n    if n % 2:\n        kind = 'even'\n    else:\n        kind = 'none'\n    return kind\n"
        ),
        ("a wrong key of a missing entry", "f({'a': 1}, 'a')", "def f(counts, key):\n    return counts[key]\n", "def f(counts, key):\n    return counts.get(key, 0)\n"),
    ];

    [Fact]
    public async Task Every_common_bug_has_its_fix_in_the_space()
    {
        var bugs = s_bugs.Select((bug, i) => (Module: $"bug_{i}", bug.What, bug.Call, bug.Buggy, bug.Fixed)).ToList();

        var project = await BugProject.ExploreAsync(
            fixture, bugs.ToDictionary(b => b.Module, b => b.Buggy), bugs.Select(b => $"{b.Module}.{b.Call}"));

        bugs.Where(b => !project.Patched(b.Module).Contains(b.Fixed)).Select(b => b.What).ShouldBeEmpty();
    }
}
