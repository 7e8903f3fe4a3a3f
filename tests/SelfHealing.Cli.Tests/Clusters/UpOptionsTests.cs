using System.Net;
using SelfHealing.Cli.Clusters;

namespace SelfHealing.Cli.Tests.Clusters;

public sealed class UpOptionsTests
{
    private static readonly IPEndPoint Http = IPEndPoint.Parse(UpOptions.DefaultHttp);

    [Theory]
    [InlineData(null, null, null, 2, 2, 2)]
    [InlineData(3, null, null, 3, 3, 3)]
    [InlineData(null, 2, 8, 2, 2, 8)]
    [InlineData(4, 2, 8, 4, 2, 8)]
    [InlineData(4, 2, null, 4, 2, 4)]
    [InlineData(4, null, 8, 4, 4, 8)]
    [InlineData(null, null, 6, 2, 2, 6)]
    [InlineData(null, null, 1, 1, 1, 1)]
    [InlineData(null, 5, null, 5, 5, 5)]
    public void Numbers_that_are_not_given_follow_from_the_others(int? silos, int? min, int? max, int first, int least, int most)
    {
        var options = UpOptions.Create(silos, min, max, null, Http);

        (options.Silos, options.Rules.Min, options.Rules.Max).ShouldBe((first, least, most));
    }

    [Theory]
    [InlineData(null, 3, 2, "--min 3 is more than --max 2")]
    [InlineData(9, null, 4, "--min 9 is more than --max 4")]
    [InlineData(1, 2, 4, "--silos 1 lies outside")]
    [InlineData(5, 2, 4, "--silos 5 lies outside")]
    public void Numbers_that_contradict_each_other_are_a_sentence(int? silos, int? min, int? max, string sentence)
    {
        var refusal = Should.Throw<CliException>(() => UpOptions.Create(silos, min, max, null, Http));

        refusal.Message.ShouldContain(sentence);
        refusal.ExitCode.ShouldBe(2);
    }
}
