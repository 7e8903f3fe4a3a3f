using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private readonly CommandRun _run = new();

    public static TheoryData<string, string> WrongLines => new()
    {
        { "repair", "--repo" },
        { "repair --repo .", "--test" },
        { "repair --repo . --test", "--test" },
        { "repair --repo . --test t --auto-approve-at much", "--auto-approve-at" },
        { "repair --repo . --test t --auto-approve-at -1", "--auto-approve-at needs a confidence" },
        { "repair --repo . --test t --max-minutes 0", "--max-minutes needs a number of minutes" },
        { "repair --repo . --test t --language cobol", "cobol" },
        { "repair --repo . --test t --subdir ../other", "--subdir needs a folder below" },
        { "repair --repo . --test t --colour red", "--colour" },
        { "repair --repo . --test ␠", "--test must not be empty" },
        { "show", "incident" },
        { "show 42", "'42' is not an incident's id" },
        { "show ../etc", "is not an incident's id" },
        { "list --limit 0", "--limit needs a number from 1" },
        { "approve latest --by ␠", "--by must not be empty" },
        { "mend", "mend" },
        { "bench", "" },
        { "bench sorting", "sorting" },
        { "bench quixbugs", "--path" },
        { "bench humanevalfix --path x --language cobol", "cobol" },
        { "bench quixbugs --path x --jobs 0", "--jobs needs" },
        { "up --silos 0", "--silos needs a number of silos from 1" },
        { "up --max many", "--max needs a number of silos from 1" },
        { "up --http here", "--http needs an IP address and a port" },
        { "up --http 127.0.0.1", "--http needs an IP address and a port" },
        { "chaos --for ten", "--for needs a time" },
        { "chaos --interval 0s", "--interval needs a time" },
        { "chaos --kill everything", "--kill needs some of: silo, sandbox" },
        { "chaos --seed -1", "--seed needs a whole number" },
        { "silo --log-format xml", "xml" },
    };

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task A_wrong_command_line_is_a_sentence_on_standard_error_and_exit_code_2(string line, string sentence)
    {
        var code = await _run.RunAsync([.. line.Split(' ').Select(a => a == "␠" ? " " : a)]);

        code.ShouldBe(2);
        _run.Out.ShouldBeEmpty();
        _run.Error.ShouldContain(sentence);
        _run.Error.ShouldContain("--help");
        _run.Opened.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("repair --help")]
    [InlineData("up --help")]
    [InlineData("chaos --help")]
    [InlineData("silo --help")]
    [InlineData("gateway --help")]
    [InlineData("bench quixbugs --help")]
    public async Task Help_goes_to_standard_output_with_examples(string line)
    {
        var code = await _run.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        code.ShouldBe(0);
        _run.Out.ShouldContain("Examples:");
        _run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        (await _run.RunAsync("--version")).ShouldBe(0);

        _run.Out.Trim().ShouldMatch(@"^\d+\.\d+\.\d+\S*$");
    }

    [Theory]
    [InlineData("SELFHEAL_DATA", "/srv/heal", "/srv/heal")]
    [InlineData("XDG_DATA_HOME", "/srv/xdg", "/srv/xdg/selfheal")]
    [InlineData("XDG_DATA_HOME", "relative", "/home/ann/.local/share/selfheal")]
    [InlineData("OTHER", "x", "/home/ann/.local/share/selfheal")]
    public async Task The_data_folder_follows_the_environment(string variable, string value, string folder)
    {
        _run.Variables[variable] = value;

        await _run.RunAsync("list", "--help");

        string.Concat(_run.Out.Split('\n').Select(l => l.Trim())).ShouldContain(folder);
    }
}
