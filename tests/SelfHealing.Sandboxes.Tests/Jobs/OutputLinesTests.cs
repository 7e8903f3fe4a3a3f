using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SelfHealing.Sandboxes.Jobs;

public sealed class OutputLinesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Lines_do_not_depend_on_how_the_bytes_arrive() =>
        Prop.ForAll<NonNull<string>[], PositiveInt>((texts, size) =>
        {
            var lines = texts.Select(t => t.Get.ReplaceLineEndings("").Replace("\0", "", StringComparison.Ordinal)).Where(l => IsText(l)).Append("end").ToArray();
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
            return Read(bytes.Chunk(size.Get)).SequenceEqual(lines);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_end_of_two_characters_is_one() => Read([Encoding.UTF8.GetBytes("a\r\n\r\nb")]).ShouldBe(["a", "", "b"]);

    [Fact]
    public async Task A_line_of_the_longest_length_passes_and_one_byte_more_does_not()
    {
        (await new OutputLines(4, 100).WriteAsync("1234\n1234"u8.ToArray(), Token)).ShouldBeTrue();
        (await new OutputLines(4, 100).WriteAsync("12345\n"u8.ToArray(), Token)).ShouldBeFalse();
        (await new OutputLines(4, 100).WriteAsync("1\n12345"u8.ToArray(), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_whole_has_a_limit_too()
    {
        var output = new OutputLines(10, 8);

        (await output.WriteAsync("12\n12\n12"u8.ToArray(), Token)).ShouldBeTrue();
        (await output.WriteAsync("\n"u8.ToArray(), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_slow_reader_holds_the_writer_back()
    {
        var output = new OutputLines(10, 1 << 20);
        var writing = output.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 5000))), Token).AsTask();
        writing.IsCompleted.ShouldBeFalse();

        (await output.ReadAsync(Token).Take(5000).CountAsync(Token)).ShouldBe(5000);

        (await writing).ShouldBeTrue();
    }

    [Fact]
    public void Standard_error_keeps_its_end()
    {
        var errors = new ErrorTail();
        errors.Write("first"u8);
        errors.ToString().ShouldBe("first");

        errors.Write(new byte[ErrorTail.Capacity + 7].AsSpan());
        errors.Write("last"u8);

        var text = errors.ToString();
        text.ShouldStartWith("[…] ");
        text.ShouldEndWith("\0last");
        text.ShouldNotContain("first");
    }

    private static List<string> Read(IEnumerable<byte[]> chunks)
    {
        var output = new OutputLines(1 << 20, 1 << 30);
        foreach (var chunk in chunks)
        {
            output.WriteAsync(chunk, CancellationToken.None).AsTask().GetAwaiter().GetResult().ShouldBeTrue();
        }

        output.Complete();
        return output.ReadAsync(CancellationToken.None).ToListAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Half a surrogate pair is no text and has no UTF-8.</summary>
    private static bool IsText(string line) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)) == line;
}
