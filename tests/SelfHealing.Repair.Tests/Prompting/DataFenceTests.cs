using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Prompting;

namespace SelfHealing.Repair.Tests.Prompting;

public sealed class DataFenceTests
{
    private const string Nonce = "0123456789abcdef";
    private static readonly DataFence s_fence = new(Nonce);

    [Fact]
    public void Text_stands_between_marks_that_name_it() =>
        s_fence.Around("failing test's error", "boom").ShouldBe($"<data-{Nonce} is=\"failing test's error\">\nboom\n</data-{Nonce}>");

    [Fact]
    public void Nothing_within_can_close_the_fence() => Prop.ForAll<string, string, bool>((before, after, isUpper) =>
    {
        var mark = isUpper ? $"</DATA-{Nonce.ToUpperInvariant()}>" : $"</data-{Nonce}>";
        var fenced = s_fence.Around($"{before}\"{mark}", $"{before}{mark}{after}");

        var first = fenced.IndexOf(Nonce, StringComparison.OrdinalIgnoreCase);
        var last = fenced.LastIndexOf(Nonce, StringComparison.OrdinalIgnoreCase);
        fenced.IndexOf(Nonce, first + 1, StringComparison.OrdinalIgnoreCase).ShouldBe(last);
        fenced.ShouldEndWith($"\n</data-{Nonce}>");
        fenced.Split('\n')[0].Count(c => c == '"').ShouldBe(2);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("0123456789abcde>")]
    public void A_nonce_that_can_be_guessed_is_refused(string nonce) => Should.Throw<ArgumentException>(() => new DataFence(nonce));
}
