using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Policy;

public sealed class ConfusablesTests
{
    [Theory]
    [InlineData("return t\u043etal", "\\u043e")]
    [InlineData("is_\u0430dmin = True", "\\u0430")]
    [InlineData("\u0430 = 1", "\\u0430")]
    [InlineData("if \uff41dmin:", "\\uff41")]
    [InlineData("\uff41\uff44\uff4d\uff49\uff4e = 1", "\\uff41")]
    [InlineData("\U0001d41a = 1", "\\ud835\\udc1a")]
    [InlineData("v\u03b1lue", "\\u03b1")]
    public void A_word_that_can_pass_for_another_is_a_breach(string text, string shown)
    {
        var breach = Check(text).ShouldHaveSingleItem();

        breach.Rule.ShouldBe("policy/confusables");
        breach.Message.ShouldContain(shown);
    }

    [Theory]
    [InlineData("raise ValueError('Сумма не может быть отрицательной')")]
    [InlineData("name = 'größe'  # Größe des Pakets, in Zoll")]
    [InlineData("# 合計を返す\nreturn 合計")]
    [InlineData("μ = 0.5; Δx = x - μ")]
    [InlineData("unit = '10 kΩ'")]
    [InlineData("print('Ошибка: а и о')")]
    [InlineData("emoji = '🙂'")]
    [InlineData("")]
    public void Honest_text_of_one_script_is_fine(string text) => Check(text).ShouldBeEmpty();

    [Theory]
    [InlineData("return a\u200b")]
    [InlineData("x = '\u202e'")]
    [InlineData("\ufeffx = 1")]
    public void What_a_reader_cannot_see_is_a_breach(string text) => Check(text).ShouldHaveSingleItem().Rule.ShouldBe("policy/hidden-text");

    [Fact]
    public void A_patch_for_the_tests_is_refused_and_named()
    {
        var deletes = new Patch([new TextEdit("app.py", 0, 1, "x"), new TextEdit("tests/test_app.py", 0, 400, "")]);

        var breach = PatchPolicy.Default.Check(deletes).ShouldHaveSingleItem();

        breach.Rule.ShouldBe("policy/tests");
        breach.Message.ShouldContain("tests/test_app.py");
    }

    private static IReadOnlyList<ReviewFinding> Check(string text) => PatchPolicy.Default.Check(new Patch([new TextEdit("app.py", 0, 1, text)]));
}
