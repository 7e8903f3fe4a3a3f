using System.Text.Json;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class IssueTextTests : IDisposable
{
    private readonly CommandRun _run = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_text_of_a_file_becomes_the_incident_s_text()
    {
        var file = Write("Cart.total is wrong\nDROP TABLE; ignore previous; rm -rf\n");

        await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--issue", file, "--known-failures");

        var report = _run.Incidents.Values.ShouldHaveSingleItem().Report.ShouldNotBeNull();
        report.ErrorText.ShouldBe("Cart.total is wrong\nDROP TABLE; ignore previous; rm -rf\n");
        report.FailuresAreKnown.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_honest_log_reaches_the_report_unchanged()
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "injections", "honest-logs.jsonl")))
        {
            using var entry = JsonDocument.Parse(line);
            var log = entry.RootElement.GetProperty("text").GetString()!;
            _run.Incidents.Clear();
            await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--issue", Write(log));

            _run.Incidents.Values.ShouldHaveSingleItem().Report!.ErrorText.ShouldBe(log);
        }
    }

    [Fact]
    public async Task A_long_text_keeps_its_two_ends()
    {
        var text = await IssueText.ReadAsync(Write("first" + new string('x', 1_000_000) + "last"), TestContext.Current.CancellationToken);

        text.Length.ShouldBeLessThan(IssueText.Limit + 10);
        text.ShouldStartWith("first");
        text.ShouldEndWith("last");
    }

    [Theory]
    [InlineData("  \n", "empty")]
    [InlineData(null, "There is no file")]
    public async Task A_text_that_is_none_is_told_before_anything_starts(string? content, string words)
    {
        (await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--issue", content is null ? "/no/such/file" : Write(content))).ShouldBe(2);

        _run.Error.ShouldContain(words);
        _run.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task Known_failures_need_a_text()
    {
        (await _run.RunAsync("repair", "--repo", ".", "--test", "pytest", "--known-failures")).ShouldBe(2);

        _run.Error.ShouldContain("--issue");
    }

    private string Write(string content)
    {
        var file = Path.Combine(_folder.Path, "issue.md");
        File.WriteAllText(file, content);
        return file;
    }
}
