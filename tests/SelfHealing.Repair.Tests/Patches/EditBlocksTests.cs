using SelfHealing.Repair.Patches.Edits;

namespace SelfHealing.Repair.Tests.Patches;

public sealed class EditBlocksTests
{
    private const string Body = "<<<<<<< SEARCH\n    return a\n=======\n    return b\n>>>>>>> REPLACE\n";
    private static readonly EditBlock s_block = new("src/a.py", "    return a", "    return b");

    [Theory]
    [InlineData("src/a.py\n" + Body)]
    [InlineData("### src/a.py\n" + Body)]
    [InlineData("**`src/a.py`**\n\n" + Body)]
    [InlineData("File: src/a.py\n" + Body)]
    [InlineData("src/a.py\n```python\n" + Body + "```\n")]
    [InlineData("```python\nsrc/a.py\n" + Body + "```\n")]
    [InlineData("```python\n### src/a.py\n" + Body + "```\n")]
    [InlineData("```src/a.py\n" + Body + "```\n")]
    [InlineData("```python:src/a.py\n" + Body + "```\n")]
    [InlineData("\ufeffThe fault is in the sum.\n\nsrc/a.py:\n" + Body + "That is all.\n")]
    public void A_block_is_read_however_a_model_wraps_it(string reply)
    {
        var read = EditBlocks.Parse(reply);

        read.Blocks.ShouldBe([s_block]);
        read.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Windows_line_ends_and_byte_order_marks_in_a_reply_are_overlooked() =>
        EditBlocks.Parse(("src/a.py\n" + Body).Replace("SEARCH\n", "SEARCH\n\ufeff", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal))
            .Blocks.ShouldBe([s_block]);

    [Fact]
    public void Blocks_of_one_file_need_its_path_once()
    {
        var read = EditBlocks.Parse("src/a.py\n" + Body + "\n" + Body.Replace("return b", "return c", StringComparison.Ordinal));

        read.Blocks.Select(b => b.Path).ShouldBe(["src/a.py", "src/a.py"]);
        read.Blocks.Select(b => b.Replace).ShouldBe(["    return b", "    return c"]);
    }

    [Fact]
    public void A_block_told_twice_counts_once() => EditBlocks.Parse("src/a.py\n" + Body + Body).Blocks.ShouldHaveSingleItem();

    [Fact]
    public void A_block_may_delete() =>
        EditBlocks.Parse("a.py\n<<<<<<< SEARCH\nx = 1\n=======\n>>>>>>> REPLACE").Blocks.ShouldBe([new EditBlock("a.py", "x = 1", "")]);

    [Theory]
    [InlineData("a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n", "Block 1 has no end: a line >>>>>>> REPLACE is missing.")]
    [InlineData("a.py\n<<<<<<< SEARCH\nx = 1\n>>>>>>> REPLACE\n", "Block 1 has 0 lines ======= instead of one.")]
    [InlineData("a.py\n<<<<<<< SEARCH\nx\n=======\ny\n=======\nz\n>>>>>>> REPLACE\n", "Block 1 has 2 lines ======= instead of one.")]
    [InlineData("Change it so.\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n", "Block 1 names no file: the file's path must stand on the line above it.")]
    public void A_block_that_is_not_whole_is_told_and_not_completed(string reply, string problem)
    {
        var read = EditBlocks.Parse(reply);

        read.Blocks.ShouldBeEmpty();
        read.Problems.ShouldBe([problem]);
    }

    [Fact]
    public void A_block_that_never_ends_does_not_swallow_the_next()
    {
        var read = EditBlocks.Parse("a.py\n<<<<<<< SEARCH\nx = 1\n=======\nsrc/a.py\n" + Body);

        read.Blocks.ShouldBe([s_block]);
        read.Problems.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("I would rather not.")]
    [InlineData("```diff\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n```")]
    public void Prose_holds_no_block(string reply)
    {
        var read = EditBlocks.Parse(reply);

        read.Blocks.ShouldBeEmpty();
        read.Problems.ShouldBeEmpty();
    }
}
