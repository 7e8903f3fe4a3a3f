using System.Text.Json;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Processes;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SELFHEAL_DATA"] = Path.Combine(_folder.Path, "data"),
        ["TERM"] = "xterm-256color",
    };

    [Fact]
    public async Task A_pipe_gets_no_escape_sequences()
    {
        var ended = await RunAsync("doctor");

        (ended.Out + ended.Error).ShouldNotContain('\u001b');
        ended.Out.ShouldContain("git");
    }

    [Fact]
    public async Task Usage_errors_exit_with_2_and_say_so_on_standard_error()
    {
        var ended = await RunAsync("repair", "--repo");

        ended.Code.ShouldBe(2);
        ended.Out.ShouldBeEmpty();
        ended.Error.ShouldContain("--repo");
    }

    [Fact]
    public async Task Looking_at_a_data_folder_does_not_make_it()
    {
        var ended = await RunAsync("list", "--json");

        ended.Code.ShouldBe(0);
        JsonDocument.Parse(ended.Out).RootElement.GetArrayLength().ShouldBe(0);
        Directory.Exists(Variables["SELFHEAL_DATA"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_a_sentence()
    {
        var file = _folder.File("file", "");

        var ended = await RunAsync("--data", Path.Combine(file, "below"), "doctor");

        ended.Code.ShouldBe(1);
        ended.Error.ShouldContain("cannot be made");
    }

    private Task<Ended> RunAsync(params string[] arguments) => Started.Selfheal(Variables, arguments).EndAsync(TestContext.Current.CancellationToken);
}
