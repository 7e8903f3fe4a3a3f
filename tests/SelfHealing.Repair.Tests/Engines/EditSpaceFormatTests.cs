using System.Text;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Engines;

public sealed class EditSpaceFormatTests
{
    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var space = new EditSpace([Atoms.At(1, after: "„Größe\"\n"), Atoms.At(2)], [new Suspicion("a.py", 3, "f", 0.5)]);
        using var stream = new MemoryStream();

        await EditSpaceFormat.WriteAsync(space, stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        var read = await EditSpaceFormat.ReadAsync(stream, TestContext.Current.CancellationToken);

        read.Suspicions.ShouldBe(space.Suspicions);
        read.Atoms.Select(a => a.Id).ShouldBe([1, 2]);
        read.Atoms[0].Edits.ShouldBe(space.Atoms[0].Edits);
        (read.Atoms[0] with { Edits = space.Atoms[0].Edits }).ShouldBe(space.Atoms[0]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"atoms\": 3}")]
    [InlineData("not json")]
    public async Task Anything_else_is_refused_with_advice(string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));

        var refused = await Should.ThrowAsync<InvalidDataException>(EditSpaceFormat.ReadAsync(stream, TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("explore the incident again");
    }
}
