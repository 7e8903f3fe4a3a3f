using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Agentic;

namespace SelfHealing.Repair.Tests.Agentic;

public sealed class ShellCommandTests
{
    [Theory]
    [InlineData("I look.\n```bash\nls -la\n```\n", "ls -la")]
    [InlineData("```sh\nls\n```", "ls")]
    [InlineData("  ```Bash\r\n  ls\r\n  pwd\r\n  ```", "ls\n  pwd")]
    [InlineData("```python\nprint(1)\n```\nso\n```bash\nls\n```", "ls")]
    [InlineData("````bash\ncat > a.md <<'X'\n```python\nx\n```\nX\n````", "cat > a.md <<'X'\n```python\nx\n```\nX")]
    [InlineData("<think>```bash\nrm -rf .\n```</think>\n```bash\nls\n```", "ls")]
    [InlineData("```bash\nsubmit\n```", ShellCommand.Submit)]
    public void The_one_command_is_read(string reply, string command) => ShellCommand.Of(reply).ShouldBe((command, null));

    [Theory]
    [InlineData("", "no bash block")]
    [InlineData("I am done.", "no bash block")]
    [InlineData("```\nls\n```", "no bash block")]
    [InlineData("{\"command\": \"ls\"}", "no bash block")]
    [InlineData("```bash\nls\n```\n```bash\npwd\n```", "2 bash blocks")]
    [InlineData("```bash\nls", "no end")]
    [InlineData("```bash\n\n```", "empty")]
    public void Anything_else_is_told_to_the_model(string reply, string problem)
    {
        var (command, told) = ShellCommand.Of(reply);

        command.ShouldBeNull();
        told.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public void Any_reply_has_either_a_command_or_a_problem() =>
        Prop.ForAll(
            Gen.Elements("```", "````", "bash", "sh", "\n", "\r\n", "ls", " ", "</think>", "`").ListOf().Select(string.Concat).ToArbitrary(),
            reply => ShellCommand.Of(reply) is (null, { Length: > 0 }) or ({ Length: > 0 }, null)).QuickCheckThrowOnFailure();
}
