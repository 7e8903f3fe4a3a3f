using System.Text.Json;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Repair.Calls;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class CallsCommandTests : IDisposable
{
    private readonly CommandRun _run = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Calls_are_shown_without_a_word_of_what_was_said()
    {
        (await Told().RunAsync("show", "latest", "--calls")).ShouldBe(0);

        _run.Out.ShouldContain("agentless-edits@2");
        _run.Out.ShouldContain("rate limited");
        _run.Out.ShouldContain("$1.25");
        _run.Out.ShouldNotContain("The loop");
        _run.Out.ShouldNotContain("low < high");
    }

    [Fact]
    public async Task Content_is_shown_when_it_is_asked_for_and_does_nothing_to_the_terminal()
    {
        (await Told().RunAsync("show", "latest", "--calls", "--content")).ShouldBe(0);

        _run.Out.ShouldContain("The loop ends too early.");
        _run.Out.ShouldContain("if low < high:");
        _run.Out.ShouldNotContain("owned");
        _run.Out.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Calls_as_json_are_one_document_with_content_only_when_it_is_asked_for()
    {
        await Told().RunAsync("show", "latest", "--calls", "--json");
        using var redacted = JsonDocument.Parse(_run.Out);
        var calls = redacted.RootElement.GetProperty("calls");
        calls.GetArrayLength().ShouldBe(6);
        calls[3].GetProperty("fault").GetString().ShouldBe("rate-limited");
        calls[1].GetProperty("response").ValueKind.ShouldBe(JsonValueKind.Null);
        redacted.RootElement.GetProperty("models")[0].GetProperty("cachedTokens").GetInt64().ShouldBe(12_032);

        using var other = new CommandRun();
        await other.Earlier(CallStories.Fixed(other.Artifacts)).RunAsync("show", "latest", "--calls", "--json", "--content");
        using var whole = JsonDocument.Parse(other.Out);
        whole.RootElement.GetProperty("calls")[1].GetProperty("response").GetRawText().ShouldContain("The loop ends too early.");
    }

    [Theory]
    [InlineData("--content")]
    [InlineData("--export")]
    public async Task What_belongs_to_calls_needs_them(string option)
    {
        var arguments = option == "--export" ? (string[])["show", "latest", option, "x"] : ["show", "latest", option];

        (await Told().RunAsync(arguments)).ShouldBe(2);

        _run.Error.ShouldContain($"{option} needs --calls.");
    }

    [Fact]
    public async Task An_exported_file_is_replayed_by_another_repair()
    {
        var file = Path.Combine(_folder.Path, "calls.jsonl");
        await Told().RunAsync("show", "latest", "--calls", "--export", file);
        File.ReadAllLines(file).Length.ShouldBe(6);
        _run.Error.ShouldContain("6 calls written");

        await _run.RunAsync("repair", "--repo", _folder.Path, "--test", "pytest", "--replay", file, "--max-cost", "2.50", "--max-tokens", "70000");

        var report = _run.Incidents.Values.Single().Report!;
        (report.MaxCost, report.MaxTokens).ShouldBe((2.5m, 70_000));
        Lines(report.Replay!).ShouldBe(File.ReadAllLines(file));
    }

    [Fact]
    public async Task An_incident_is_replayed_by_its_id()
    {
        await Told().RunAsync("repair", "--repo", _folder.Path, "--test", "pytest", "--replay", Stories.Id);

        var calls = Lines(_run.Incidents.Values.Single().Report!.Replay!).Select(TranscriptFormat.Parse).ToList();
        calls.Count.ShouldBe(6);
        calls.Count(c => c.Reply is null).ShouldBe(2);
        calls[0].Reply!.Response.ShouldContain("The loop ends too early.");
    }

    [Theory]
    [InlineData("nowhere.jsonl", "There is no file 'nowhere.jsonl'")]
    [InlineData("inc-nothere", "There is no incident inc-nothere")]
    [InlineData("README", "Line 1 of")]
    public async Task A_transcript_that_is_none_is_a_sentence(string named, string sentence)
    {
        var readme = Path.Combine(_folder.Path, "README");
        await File.WriteAllTextAsync(readme, "# Hello\n", TestContext.Current.CancellationToken);

        (await Told().RunAsync("repair", "--repo", _folder.Path, "--test", "pytest", "--replay", named == "README" ? readme : named)).ShouldNotBe(0);

        _run.Error.ShouldContain(sentence);
        _run.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_incident_without_calls_has_nothing_to_replay_and_nothing_to_show()
    {
        (await _run.Earlier(Stories.Fixed()).RunAsync("repair", "--repo", _folder.Path, "--test", "pytest", "--replay", "latest")).ShouldBe(1);
        (await _run.RunAsync("show", "latest", "--calls")).ShouldBe(0);

        _run.Error.ShouldContain("there is nothing to replay");
        _run.Error.ShouldContain("called no chat model");
    }

    [Theory]
    [InlineData("--max-cost", "a lot")]
    [InlineData("--max-cost", "-1")]
    [InlineData("--max-tokens", "1.5")]
    public async Task A_limit_that_is_no_number_is_a_matter_of_usage(string option, string value)
    {
        (await _run.RunAsync("repair", "--repo", _folder.Path, "--test", "pytest", $"{option}={value}")).ShouldBe(2);

        _run.Error.ShouldContain($"{option} needs ");
    }

    [Fact]
    public async Task Progress_names_each_fault_once_and_no_call_that_went_well()
    {
        _run.Script = CallStories.Fixed(_run.Artifacts);
        await _run.RunAsync("repair", "--repo", _folder.Path, "--test", "pytest");

        _run.Error.Split('\n').Count(l => l.Contains("rate limited in", StringComparison.Ordinal)).ShouldBe(1);
        _run.Error.ShouldNotContain("answered in");
        _run.Out.ShouldContain("Chat models $1.29");
    }

    [Fact]
    public async Task The_document_of_a_repair_tells_what_it_cost_by_model()
    {
        await Told().RunAsync("show", "latest", "--json");

        using var document = JsonDocument.Parse(_run.Out);
        var cost = document.RootElement.GetProperty("cost");
        cost.GetProperty("dollars").GetDecimal().ShouldBe(1.29454m);
        cost.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()).ShouldBe(["gpt", "sonnet"]);
    }

    private CommandRun Told() => _run.Earlier(CallStories.Fixed(_run.Artifacts));

    private string[] Lines(string artifact) => _run.Artifacts.Text(artifact).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
