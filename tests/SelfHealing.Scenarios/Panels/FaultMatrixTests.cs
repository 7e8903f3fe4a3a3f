using SelfHealing.Incidents;

namespace SelfHealing.Scenarios.Panels;

/// <summary>Whatever goes wrong with one voter of three, the others repair the incident, and its history says what it was.</summary>
public sealed class FaultMatrixTests(FaultySilo silo) : IClassFixture<FaultySilo>
{
    public static TheoryData<string> Vendors => [.. VoterFault.OfVendors.Select(f => f.Name)];

    public static TheoryData<string> Contents => [.. VoterFault.OfContents.Select(f => f.Name)];

    public static TheoryData<string> Forms => [.. VoterFault.OfForms.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_voter_whose_vendor_fails_abstains_and_is_named(string name)
    {
        var fault = VoterFault.All.Single(f => f.Name == name);
        var run = await silo.RunOfAsync(fault);

        await ShouldBeRepairedAsync(run);
        run.Winner!.Voter.ShouldNotBe(fault.Voter, run.ToString());
        run.AbstentionOf(fault.Voter).ShouldNotBeNullOrWhiteSpace(run.ToString());
        run.Calls.ShouldContain(c => c.Model == fault.Model && c.Fault == fault.Named && (c.Fault == null || c.Reason != null), run.ToString());
        run.Calls.Where(c => c.Model == fault.Model).Select(c => c.Reason ?? "").ShouldAllBe(reason => !reason.Contains(PanelModel.Key));
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task A_voter_whose_change_is_no_fix_does_not_win(string name)
    {
        var fault = VoterFault.All.Single(f => f.Name == name);
        var run = await silo.RunOfAsync(fault);

        await ShouldBeRepairedAsync(run);
        run.Candidates.ShouldNotContain(c => c.Voter == fault.Voter, run.ToString());
        run.AbstentionOf(fault.Voter).ShouldNotBeNullOrWhiteSpace(run.ToString());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_right_change_in_a_strange_form_leaves_nothing_of_the_form_in_the_program(string name) =>
        await ShouldBeRepairedAsync(await silo.RunOfAsync(VoterFault.All.Single(f => f.Name == name)));

    private static async Task ShouldBeRepairedAsync(PanelRun run)
    {
        run.End.ShouldBe(IncidentStatus.Resolved, run.ToString());
        (await run.PushedFilesAsync()).ShouldBe(["league/table.py"]);
        var lines = (await run.PushedAsync()).Split('\n').Where(line => line is ['+' or '-', not ('+' or '-'), ..]);
        lines.ShouldBe(["-            home.record(match.away_goals, match.home_goals)", "+            away.record(match.away_goals, match.home_goals)"]);
    }
}
