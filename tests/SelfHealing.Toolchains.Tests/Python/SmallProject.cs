namespace SelfHealing.Toolchains.Python;

/// <summary>A binary search whose loop ends one step too early, and a function that is right.</summary>
internal static class SmallProject
{
    public const string Loop = "low < high";

    public static ProjectFiles Files => new()
    {
        ["search.py"] = """
            LIMIT = 3


            def find(items, wanted):
                low, high = 0, len(items) - 1
                while low < high:
                    middle = (low + high) // 2
                    if items[middle] == wanted:
                        return middle
                    if items[middle] < wanted:
                        low = middle + 1
                    else:
                        high = middle - 1
                return -1


            def first(items):
                return items[:LIMIT]

            """,
        ["tests/test_search.py"] = """
            from search import find, first


            def test_middle():
                assert find([1, 2, 3], 2) == 1


            def test_last():
                assert find([1, 2, 3], 3) == 2


            def test_single():
                assert find([1], 1) == 0


            def test_missing():
                assert find([1, 2], 5) == -1


            def test_first():
                assert first([1, 2, 3, 4]) == [1, 2, 3]

            """,
    };

    public static Baseline Baseline { get; } = new(
        ["tests/test_search.py::test_last", "tests/test_search.py::test_single"],
        ["tests/test_search.py::test_middle", "tests/test_search.py::test_missing", "tests/test_search.py::test_first"],
        "assert -1 == 2",
        0.5);
}
