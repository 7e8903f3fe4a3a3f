using SelfHealing.Repair.Agentic;

namespace SelfHealing.Repair.Tests.Agentic;

public sealed class ObservationsTests
{
    [Theory]
    [InlineData("2 failed in 0.13s", "2 failed in 0s")]
    [InlineData("took 1.5 seconds, 12.25 ms", "took 1 seconds, 12 ms")]
    [InlineData("<object at 0x7f3a9b2c4d5e>", "<object at 0x…>")]
    [InlineData("/tmp/tmpab12cd34/x", "/tmp/tmp…/x")]
    [InlineData("\u001b[31mred\u001b[0m\r\nnext", "red\nnext")]
    [InlineData("a\0b\u0007", "a\ufffdb\ufffd")]
    public void What_differs_by_chance_alone_is_taken_out(string output, string settled) => Observations.Settled(output).ShouldBe(settled);

    [Theory]
    [InlineData("assert 0.13 == 0.12")]
    [InlineData("version 3.11.2")]
    [InlineData("x = 0xff; y = 1.5")]
    [InlineData("line\n\tindented ü")]
    public void What_the_program_says_stays(string output) => Observations.Settled(output).ShouldBe(output);
}
