using System.Text.Json;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class RepairCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_option_reaches_the_report()
    {
        await _run.RunAsync(
            "repair", "--repo", "https://example.org/app.git", "--rev", "v2", "--test", "pytest -q", "--setup", "pip install -r r.txt", "--image", "img:1",
            "--failing", "a::b", "--failing", "c::d", "--language", "python", "--subdir", "back/end/", "--models", "mutation, templates", "--auto-approve-at", "0.5",
            "--max-minutes", "7", "--remote", "fork", "--dry-run");

        var report = _run.Incidents.Values.ShouldHaveSingleItem().Report.ShouldNotBeNull();
        (report.Repository, report.Revision, report.TestCommand, report.SetupCommand, report.Image).ShouldBe(("https://example.org/app.git", "v2", "pytest -q", "pip install -r r.txt", "img:1"));
        report.FailingTests.ShouldBe(["a::b", "c::d"]);
        report.Models.ShouldBe(["mutation", "templates"]);
        (report.Subdirectory, report.AutoApproveAt, report.Budget, report.Remote, report.DryRun).ShouldBe(("back/end", 0.5, TimeSpan.FromMinutes(7), "fork", true));
    }

    [Fact]
    public async Task A_path_becomes_a_full_path_because_another_process_may_do_the_work()
    {
        await _run.RunAsync("repair", "--repo", ".", "--test", "pytest");

        _run.Incidents.Values.Single().Report!.Repository.ShouldBe(Directory.GetCurrentDirectory());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_anything_starts()
    {
        (await _run.RunAsync("repair", "--repo", "/no/such/folder", "--test", "pytest")).ShouldBe(1);

        _run.Error.ShouldContain("There is no folder '/no/such/folder'.");
        _run.Opened.ShouldBe(0);
    }

    public static TheoryData<IncidentStatus, int> ExitCodes => new()
    {
        { IncidentStatus.Resolved, 0 },
        { IncidentStatus.Faulted, 1 },
        { IncidentStatus.GaveUp, 3 },
        { IncidentStatus.CannotReproduce, 3 },
        { IncidentStatus.Rejected, 3 },
        { IncidentStatus.TimedOut, 124 },
        { IncidentStatus.Cancelled, 130 },
    };

    [Theory]
    [MemberData(nameof(ExitCodes))]
    public async Task The_exit_code_says_how_it_ended(IncidentStatus status, int code)
    {
        _run.Script = [.. Stories.UpToSearch(), .. Stories.Record(13, (9, new Closed(status, "The reason.")))];

        (await _run.RunAsync("repair", "--repo", ".", "--test", "pytest")).ShouldBe(code);
    }

    [Fact]
    public async Task A_winner_below_the_threshold_exits_with_4_and_says_how_to_decide()
    {
        _run.Script = Stories.Fixed(confidence: 0.6);

        (await _run.RunAsync("repair", "--repo", ".", "--test", "pytest")).ShouldBe(4);

        _run.Out.ShouldContain("selfheal approve inc-");
    }

    [Fact]
    public async Task Data_goes_to_standard_output_and_progress_to_standard_error()
    {
        await _run.RunAsync("repair", "--repo", ".", "--test", "pytest");

        _run.Out.ShouldContain("+        if items[middle] < wanted:");
        _run.Out.ShouldNotContain("Localise");
        _run.Error.ShouldContain("Localise   src/search.py:12 in binary_search is most suspicious; 680 edits to try");
    }

    [Fact]
    public async Task Json_is_one_document_of_the_documented_shape()
    {
        await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--json");

        using var document = JsonDocument.Parse(_run.Out);
        var root = document.RootElement;
        root.GetProperty("incident").GetString().ShouldBe(_run.Incidents.Keys.Single());
        root.GetProperty("status").GetString().ShouldBe("fixed");
        root.GetProperty("confidence").GetDouble().ShouldBe(0.94);
        root.GetProperty("winner").GetProperty("model").GetString().ShouldBe("mutation");
        root.GetProperty("winner").GetProperty("diff").GetString().ShouldBe(Stories.Diff);
        root.GetProperty("votes").GetArrayLength().ShouldBe(3);
        root.GetProperty("candidates").GetProperty("tested").GetInt32().ShouldBe(680);
        root.GetProperty("candidates").GetProperty("generated").GetInt32().ShouldBe(680);
        root.GetProperty("candidates").GetProperty("plausible").GetInt32().ShouldBe(3);
        root.GetProperty("tests").GetProperty("failToPass").GetInt32().ShouldBe(2);
        root.GetProperty("tests").GetProperty("passToPass").GetInt32().ShouldBe(12);
        root.GetProperty("branch").GetString().ShouldStartWith("selfheal/inc-");
        root.GetProperty("seconds").GetDouble().ShouldBe(7.3, 0.01);
        root.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("name").GetString())
            .ShouldBe(["prepare", "reproduce", "localise", "plan", "code", "review", "observe", "test", "vote", "approve", "deploy"]);
    }

    [Fact]
    public async Task Json_of_a_repair_without_a_winner_has_the_same_shape()
    {
        _run.Script = Stories.GaveUp();

        await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--json");

        using var document = JsonDocument.Parse(_run.Out);
        document.RootElement.GetProperty("status").GetString().ShouldBe("gave-up");
        document.RootElement.GetProperty("winner").ValueKind.ShouldBe(JsonValueKind.Null);
        document.RootElement.GetProperty("branch").ValueKind.ShouldBe(JsonValueKind.Null);
        document.RootElement.GetProperty("votes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_interruption_keeps_the_incident_and_says_how_to_resume()
    {
        _run.Script = Stories.UpToSearch();
        _run.Prepare = incident => incident.Hangs = true;

        var running = _run.RunAsync("repair", "--repo", ".", "--test", "pytest");
        _run.Interruption.Ask();

        (await running).ShouldBe(130);
        var (id, incident) = _run.Incidents.Single();
        _run.Error.ShouldContain($"go on with: selfheal resume {id}");
        incident.Calls.ShouldNotContain(call => call.StartsWith("cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watcher_whose_silo_died_goes_on_with_the_next_one_and_tells_every_event_once()
    {
        _run.IsHosted = false;
        _run.Prepare = incident => incident.Break = (5, new TimeoutException());

        (await _run.RunAsync("repair", "--repo", ".", "--test", "pytest")).ShouldBe(0);

        _run.Opened.ShouldBe(2);
        _run.Incidents.Values.Single().Calls.ShouldBe(["submit", "watch 0", "resume", "watch 5"]);
        _run.Error.Split('\n').Count(l => l.Contains("Prepare    revision", StringComparison.Ordinal)).ShouldBe(1);
    }
}
