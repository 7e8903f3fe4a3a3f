using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Patches;

public sealed class PatchTextTests
{
    [Fact]
    public void Offsets_count_bytes_and_not_characters() =>
        Text(PatchText.Apply(Bytes("größe = 1"), [new TextEdit("a.py", 10, 1, "2")])).ShouldBe("größe = 2");

    [Fact]
    public void Edits_of_other_files_are_left_out()
    {
        var patch = new Patch([new TextEdit("a.py", 0, 1, "x"), new TextEdit("b.py", 1, 1, "y")]);

        Text(PatchText.Apply(Bytes("abc"), "b.py", patch)).ShouldBe("ayc");
    }

    [Fact]
    public void Overlapping_edits_are_refused() =>
        Should.Throw<ArgumentException>(() => PatchText.Apply(Bytes("abcdef"), [new TextEdit("a.py", 0, 3, ""), new TextEdit("a.py", 2, 2, "")]))
            .Message.ShouldContain("overlaps");

    [Fact]
    public void An_edit_beyond_the_end_is_refused() =>
        Should.Throw<ArgumentException>(() => PatchText.Apply(Bytes("abc"), [new TextEdit("a.py", 2, 2, "")])).Message.ShouldContain("another revision");

    [Fact]
    public void Edits_made_together_are_those_made_one_by_one_from_the_end() =>
        Prop.ForAll(Changes(), change =>
        {
            var (file, edits) = change;
            if (!PatchText.AreApart(edits))
            {
                return true;
            }

            var expected = edits.OrderByDescending(e => e.Start).Aggregate(file, (bytes, e) =>
                [.. bytes[..e.Start], .. Bytes(e.Replacement), .. bytes[(e.Start + e.Length)..]]);
            return PatchText.Apply(file, edits.AsEnumerable().Reverse()).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Edits_that_are_apart_can_always_be_applied_and_others_touch() =>
        Prop.ForAll(Changes(), change =>
        {
            var (file, edits) = change;
            if (PatchText.AreApart(edits))
            {
                PatchText.Apply(file, edits);
                return true;
            }

            var ordered = edits.OrderBy(e => e.Start).ThenBy(e => e.Length).ToList();
            return ordered.Zip(ordered.Skip(1)).Any(p => p.First.Start + p.First.Length > p.Second.Start || p.First.Start == p.Second.Start);
        }).QuickCheckThrowOnFailure();

    /// <summary>A file of up to 40 bytes and up to four edits inside it.</summary>
    private static Arbitrary<(byte[] File, List<TextEdit> Edits)> Changes() =>
        (from length in Gen.Choose(1, 40)
         from edits in (from start in Gen.Choose(0, length)
                        from size in Gen.Choose(0, Math.Min(6, length - start))
                        from text in Gen.Elements("", "x", "ä\n", "return 1\r\n")
                        select new TextEdit("a.py", start, size, text)).ListOf()
         select (Bytes(new string('a', length)), edits.Take(4).ToList())).ToArbitrary();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
