using SelfHealing.Repair.Memory;

namespace SelfHealing.Repair.Tests.Memory;

public sealed class FingerprintsTests
{
    private const string Plain = """
        Traceback (most recent call last):
          File "/run/7f3a/shop/cli.py", line 10, in main
            total(cart)
          File "/run/7f3a/shop/cart.py", line 31, in total
            return sum / len(items)
        ZeroDivisionError: division by zero
        """;

    private const string Pytest = """
        ___________________________ test_total ___________________________

            def test_total():
        >       assert total([]) == 0

        tests/test_cart.py:12:
        _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

        items = []

            def total(items):
        >       return sum(items) / len(items)
        E       ZeroDivisionError: division by zero

        shop/cart.py:31: ZeroDivisionError
        """;

    private const string Unittest = """
        ======================================================================
        ERROR: test_total (tests.test_cart.CartTest.test_total)
        ----------------------------------------------------------------------
        Traceback (most recent call last):
          File "/repo/tests/test_cart.py", line 9, in test_total
            self.assertEqual(total([]), 0)
          File "/repo/shop/cart.py", line 31, in total
            return sum(items) / len(items)
        ZeroDivisionError: division by zero

        ----------------------------------------------------------------------
        Ran 1 test in 0.001s
        """;

    [Fact]
    public void A_plain_traceback_is_read()
    {
        var trace = ErrorTrace.Parse(Plain);
        trace.ExceptionType.ShouldBe("ZeroDivisionError");
        trace.Message.ShouldBe("division by zero");
        trace.Frames.ShouldBe([new TraceFrame("/run/7f3a/shop/cli.py", "main"), new TraceFrame("/run/7f3a/shop/cart.py", "total")]);
    }

    [Fact]
    public void A_pytest_report_is_read()
    {
        var trace = ErrorTrace.Parse(Pytest);
        trace.ExceptionType.ShouldBe("ZeroDivisionError");
        trace.Message.ShouldBe("division by zero");
        trace.Frames.ShouldBe([new TraceFrame("tests/test_cart.py", "test_total"), new TraceFrame("shop/cart.py", "total")]);
    }

    [Fact]
    public void A_short_pytest_report_is_read()
    {
        var trace = ErrorTrace.Parse("tests/test_cart.py:12: in test_total\n    assert total([]) == 0\nshop/cart.py:31: in total\n    x\nE   ZeroDivisionError: division by zero\n");
        trace.ExceptionType.ShouldBe("ZeroDivisionError");
        trace.Frames.ShouldBe([new TraceFrame("tests/test_cart.py", "test_total"), new TraceFrame("shop/cart.py", "total")]);
    }

    [Fact]
    public void A_bare_assertion_of_pytest_is_an_assertion_error()
    {
        var trace = ErrorTrace.Parse("    def test_a():\n>       assert f(3) == 4\nE       assert 5 == 4\nE        +  where 5 = f(3)\n\ntests/test_a.py:3: AssertionError\n");
        trace.ExceptionType.ShouldBe("AssertionError");
        trace.Message.ShouldBe("assert 5 == 4");
        trace.Frames.ShouldBe([new TraceFrame("tests/test_a.py", "test_a")]);
    }

    [Fact]
    public void A_unittest_report_is_read()
    {
        var trace = ErrorTrace.Parse(Unittest);
        trace.ExceptionType.ShouldBe("ZeroDivisionError");
        trace.Frames[^1].ShouldBe(new TraceFrame("/repo/shop/cart.py", "total"));
    }

    [Fact]
    public void A_dotnet_trace_is_read()
    {
        var trace = ErrorTrace.Parse(
            "Unhandled exception. System.NullReferenceException: Object reference not set.\n   at Shop.Cart.Total(List`1 items) in /src/Shop/Cart.cs:line 12\n   at Shop.Program.Main() in /src/Shop/Program.cs:line 3\n");
        trace.ExceptionType.ShouldBe("NullReferenceException");
        trace.Frames.ShouldBe([new TraceFrame("/src/Shop/Program.cs", "Main"), new TraceFrame("/src/Shop/Cart.cs", "Total")]);
    }

    [Fact]
    public void Of_chained_exceptions_the_last_one_counts() =>
        ErrorTrace.Parse("KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\npkg.errors.Missing: no a\n")
            .ExceptionType.ShouldBe("Missing");

    [Theory]
    [InlineData("invalid literal for int() with base 10: 'abc'", "invalid literal for int() with base <n>: <text>")]
    [InlineData("object at 0x7f12ab34cd at 2024-05-06T07:08:09.123Z", "object at <n> at <n>")]
    [InlineData("no file /tmp/x/y.txt in C:\\data\\z", "no file <path> in <path>")]
    [InlineData("id 123e4567-e89b-12d3-a456-426614174000 gone", "id <n> gone")]
    [InlineData("assert [1, 2, 3] == [1, 2]", "assert [<n>] == [<n>]")]
    [InlineData("can't open worker12, retry", "can't open worker#, retry")]
    [InlineData("-5 is not >= +0.5", "<n> is not >= <n>")]
    [InlineData("commit deadbeef01 is bad", "commit <n> is bad")]
    public void What_differs_from_run_to_run_is_cleaned_away(string message, string clean) => CleanMessage.Of(message).ShouldBe(clean);

    [Fact]
    public void The_same_error_elsewhere_and_later_has_the_same_fingerprint()
    {
        var again = Plain.Replace("/run/7f3a/", "/run/91bc/", StringComparison.Ordinal).Replace("line 31", "line 44", StringComparison.Ordinal);
        Of(again).ShouldBe(Of(Plain));
        Of(Plain).Summary.ShouldBe("ZeroDivisionError: division by zero");
    }

    [Fact]
    public void A_like_error_in_another_function_shares_the_kind_alone()
    {
        var other = Of(Plain.Replace("in total", "in mean", StringComparison.Ordinal));
        other.Kind.ShouldBe(Of(Plain).Kind);
        other.Exact.ShouldNotBe(Of(Plain).Exact);
    }

    [Fact]
    public void Frames_outside_the_repository_do_not_count()
    {
        var deeper = Plain.Replace("ZeroDivisionError:", "  File \"/usr/lib/python3.11/statistics.py\", line 3, in mean\nZeroDivisionError:", StringComparison.Ordinal);
        Of(deeper).ShouldBe(Of(Plain));
        var known = Fingerprints.Of(deeper, [], ["shop/cart.py"]);
        known.ShouldBe(Fingerprints.Of(Plain.Replace("in main", "in start", StringComparison.Ordinal), [], ["shop/cart.py"]));
    }

    [Fact]
    public void Without_frames_the_failing_tests_tell_errors_apart()
    {
        Fingerprints.Of("AssertionError", ["t::a"], []).Exact.ShouldNotBe(Fingerprints.Of("AssertionError", ["t::b"], []).Exact);
        Fingerprints.Of("AssertionError", ["t::a", "t::b"], []).ShouldBe(Fingerprints.Of("AssertionError", ["t::b", "t::a"], []));
    }

    [Fact]
    public void Colours_of_a_terminal_do_not_count() =>
        Of("\u001b[31mValueError\u001b[0m: bad").ShouldBe(Of("ValueError: bad"));

    private static SelfHealing.Memory.Fingerprint Of(string error) => Fingerprints.Of(error, [], []);
}
