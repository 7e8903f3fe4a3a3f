using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Localisation;

namespace SelfHealing.Repair.Tests.Localisation;

public sealed class TextSuspicionsTests
{
    private static readonly Dictionary<string, string> Sources = new(StringComparer.Ordinal)
    {
        ["shop/cart.py"] = "class Cart:\n    def add(self, item):\n        return item\n\n    def total_price(self):\n        return 0\n",
        ["shop/__init__.py"] = "",
        ["shop/prices.py"] = "def total_price(items):\n    return 1\n\ndef round_half(value):\n    return value\n",
        ["lib/src/main.go"] = "func Serve() {\n}\n",
    };

    [Fact]
    public void The_innermost_frame_of_the_repository_is_most_suspicious()
    {
        var found = TextSuspicions.Of(
            """
            Traceback (most recent call last):
              File "/usr/lib/python3.9/unittest/case.py", line 59, in run
              File "/home/ann/app/shop/cart.py", line 3, in add
              File "/home/ann/app/shop/prices.py", line 5, in round_half
            ValueError: bad
            """,
            Sources);

        found[0].ShouldBe(new("shop/prices.py", 5, "round_half", 1.0));
        found[1].ShouldBe(new("shop/cart.py", 3, "Cart.add", 0.9));
    }

    [Theory]
    [InlineData("`round_half` rounds the wrong way", "shop/prices.py", 4, "round_half")]
    [InlineData("Calling round_half(2.5) gives 3", "shop/prices.py", 4, "round_half")]
    [InlineData("shop.cart.Cart.total_price is always 0", "shop/cart.py", 5, "Cart.total_price")]
    [InlineData("see https://host/team/app/blob/main/shop/cart.py#L5", "shop/cart.py", 5, "Cart.total_price")]
    [InlineData("lib/src/main.go:1: panic", "lib/src/main.go", 1, "Serve")]
    [InlineData("Cart.add() loses the item", "shop/cart.py", 2, "Cart.add")]
    [InlineData("The module shop/prices.py is broken", "shop/prices.py", 1, "")]
    public void Code_that_a_text_names_is_found(string text, string path, int line, string function)
    {
        var found = TextSuspicions.Of(text, Sources)[0];

        (found.Path, found.Line, found.Function).ShouldBe((path, line, function));
    }

    [Fact]
    public void A_name_that_is_defined_in_many_places_says_less()
    {
        var found = TextSuspicions.Of("`total_price` and `round_half` differ", Sources);

        found[0].Function.ShouldBe("round_half");
        found.Count(s => s.Function.EndsWith("total_price", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("It does not work, please add a fix for the total.")]
    [InlineData("File \"/usr/lib/python3/os.py\", line 3, in open")]
    [InlineData("../../../etc/passwd:3: and `rm -rf /`")]
    public void Prose_and_foreign_files_point_nowhere(string text) => TextSuspicions.Of(text, Sources).ShouldBeEmpty();

    [Theory]
    [InlineData("shop/cart.py", true)]
    [InlineData("tests/test_cart.py", false)]
    [InlineData("conftest.py", false)]
    [InlineData("docs/guide.rst", false)]
    [InlineData("Makefile", false)]
    [InlineData(".github/workflows/ci.py", false)]
    public void Only_source_that_a_patch_may_touch_is_read(string path, bool isRead) => TextSuspicions.IsSource(path, "").ShouldBe(isRead);

    [Fact]
    public void Any_text_points_into_the_repository_or_nowhere()
    {
        string[] pieces =
        [
            "File \"", "shop/cart.py", "\", line ", "3", ":", "(", "`", "``", "shop.prices", ".", "/", "..", "\n", " ", "total_price", "Cart", "#L", "999999999999", "\0", "\ud83d", "é", "-", "~",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            var found = TextSuspicions.Of(text, Sources);
            found.ShouldAllBe(s => Sources.ContainsKey(s.Path) && s.Line >= 1 && s.Score > 0 && s.Score <= 1);
            found.Select(s => s.Score).ShouldBeInOrder(SortDirection.Descending);
            found.Select(s => (s.Path, s.Line)).ShouldBeUnique();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
