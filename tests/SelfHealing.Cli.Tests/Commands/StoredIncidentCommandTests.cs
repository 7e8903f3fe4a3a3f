using System.Text.Json;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class StoredIncidentCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task List_shows_each_incident_without_a_silo()
    {
        (await _run.Earlier(Stories.Fixed()).RunAsync("list")).ShouldBe(0);

        _run.Out.ShouldContain(Stories.Id);
        _run.Out.ShouldContain("Fixed");
        _run.Out.ShouldContain("inventory");
        _run.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task List_as_json_is_an_array()
    {
        await _run.Earlier(Stories.Fixed()).RunAsync("list", "--json");

        using var document = JsonDocument.Parse(_run.Out);
        document.RootElement[0].GetProperty("incident").GetString().ShouldBe(Stories.Id);
        document.RootElement[0].GetProperty("status").GetString().ShouldBe("fixed");
    }

    [Fact]
    public async Task An_empty_list_says_how_to_begin()
    {
        (await _run.RunAsync("list")).ShouldBe(0);

        _run.Out.ShouldBeEmpty();
        _run.Error.ShouldContain("selfheal repair");
    }

    [Fact]
    public async Task Show_with_events_tells_the_whole_history()
    {
        (await _run.Earlier(Stories.GaveUp()).RunAsync("show", "latest", "--events")).ShouldBe(0);

        _run.Out.ShouldContain("Gave up");
        _run.Out.ShouldContain("the fault may need two edits");
        _run.Out.ShouldContain("   1 ");
    }

    [Fact]
    public async Task Diff_prints_the_winning_patch_byte_for_byte()
    {
        (await _run.Earlier(Stories.Fixed()).RunAsync("diff", Stories.Id)).ShouldBe(0);

        _run.Out.ShouldBe(Stories.Diff + "\n");
    }

    [Fact]
    public async Task Diff_without_a_winner_is_a_sentence_and_exit_code_1()
    {
        (await _run.Earlier(Stories.GaveUp()).RunAsync("diff", Stories.Id)).ShouldBe(1);

        _run.Error.ShouldContain("has no plausible patch");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("diff")]
    [InlineData("watch")]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("cancel")]
    [InlineData("resume")]
    public async Task An_incident_that_does_not_exist_is_a_sentence_and_exit_code_1(string command)
    {
        (await _run.Earlier(Stories.Fixed()).RunAsync(command, "inc-nothere")).ShouldBe(1);

        _run.Error.ShouldContain("There is no incident inc-nothere in /home/ann/.local/share/selfheal.");
    }

    [Fact]
    public async Task Watching_an_incident_that_has_ended_needs_no_silo()
    {
        (await _run.Earlier(Stories.Fixed()).RunAsync("watch", "latest")).ShouldBe(0);

        _run.Opened.ShouldBe(0);
        _run.Out.ShouldContain("Fixed");
    }

    [Fact]
    public async Task Watch_as_json_is_one_event_a_line()
    {
        _run.Script = Stories.Fixed();
        await _run.Earlier([.. Stories.Fixed().Take(5)]).RunAsync("watch", Stories.Id, "--json");

        var lines = _run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => l.GetProperty("sequence").GetInt64()).ShouldBe(Enumerable.Range(1, lines.Count).Select(i => (long)i));
        lines[0].GetProperty("event").GetProperty("kind").GetString().ShouldBe("submitted");
        lines[^1].GetProperty("event").GetProperty("kind").GetString().ShouldBe("closed");
    }

    [Fact]
    public async Task Approve_waits_for_the_branch()
    {
        _run.Script = Stories.Fixed();
        var code = await _run.Earlier(Stories.Fixed(confidence: 0.6)).RunAsync("approve", Stories.Id, "--by", "ann", "--comment", "fine");

        _run.Incidents[Stories.Id].Calls[0].ShouldBe("approve ann fine");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task Deciding_on_what_does_not_wait_is_refused(string command)
    {
        (await _run.Earlier(Stories.GaveUp()).RunAsync(command, Stories.Id)).ShouldBe(1);

        _run.Error.ShouldContain("is gave-up");
        _run.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task Resume_without_an_id_goes_on_with_what_was_interrupted()
    {
        (await _run.Earlier(Stories.UpToSearch()).RunAsync("resume")).ShouldBe(0);

        _run.Incidents[Stories.Id].Calls.ShouldBe(["resume", "watch 0"]);
        _run.Out.ShouldContain("Fixed");
    }

    [Fact]
    public async Task Resume_without_an_id_leaves_alone_what_ended_or_waits()
    {
        (await _run.Earlier(Stories.Fixed(confidence: 0.6)).RunAsync("resume")).ShouldBe(0);

        _run.Opened.ShouldBe(0);
        _run.Error.ShouldContain("Nothing was interrupted");
    }

    [Fact]
    public async Task Resume_gives_a_fresh_budget()
    {
        await _run.Earlier(Stories.Faulted()).RunAsync("resume", Stories.Id, "--max-minutes", "30");

        _run.Incidents[Stories.Id].Calls[0].ShouldBe("resume 00:30:00");
    }

    [Fact]
    public async Task Watching_an_incident_that_nobody_works_on_goes_on_with_it()
    {
        (await _run.Earlier(Stories.UpToSearch()).RunAsync("watch", "latest")).ShouldBe(0);

        _run.Incidents[Stories.Id].Calls.ShouldBe(["resume", "watch 12"]);
    }
}
