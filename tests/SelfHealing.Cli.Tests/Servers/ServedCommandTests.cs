using System.Text.Json;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Client.Tests.Support;
using SelfHealing.Incidents;
using SelfHealing.Storage;
using Spectre.Console.Testing;

namespace SelfHealing.Cli.Tests.Servers;

/// <summary>Every command over a real gateway, as it does over a data folder.</summary>
public sealed class ServedCommandTests(Served served) : IClassFixture<Served>, IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_repair_runs_on_the_server_and_its_branch_is_told()
    {
        var run = await RunAsync(Repair("--auto-approve-at", "0", "--json"));

        run.Code.ShouldBe(ExitCodes.Fixed, run.Error);
        var document = JsonDocument.Parse(run.Out).RootElement;
        document.GetProperty("status").GetString().ShouldBe("fixed");
        document.GetProperty("branch").GetString().ShouldBe($"selfheal/{document.GetProperty("incident").GetString()}");
    }

    [Fact]
    public async Task What_waits_on_the_server_is_looked_at_and_decided_from_here()
    {
        var key = $"alert-{Guid.NewGuid()}";
        var repair = Repair("--auto-approve-at", "1.5", "--key", key, "--tenant", "shop", "--priority", "high", "--reporter", "ann");
        var id = IncidentId.Of("shop", key);

        (await RunAsync(repair)).Code.ShouldBe(ExitCodes.AwaitingApproval);
        (await RunAsync(repair)).Code.ShouldBe(ExitCodes.AwaitingApproval);
        (await RunAsync("list", "--json")).Out.ShouldContain(id);
        (await RunAsync("show", id, "--events")).Out.ShouldContain("Submitted");
        (await RunAsync("diff", id)).Out.ShouldContain("+    return x + 2");
        (await RunAsync("watch", id, "--json")).Out.ShouldContain("\"voted\"");
        (await RunAsync("approve", id, "--by", "ann")).Code.ShouldBe(ExitCodes.Fixed);
        (await RunAsync("reject", id)).Error.ShouldContain("There is nothing to refuse");
        (await RunAsync("resume", id)).Code.ShouldBe(ExitCodes.Fixed);
    }

    [Fact]
    public async Task An_incident_of_the_server_is_cancelled_from_here()
    {
        var id = IncidentId.New(TimeProvider.System);
        served.World.Gates[id] = new TaskCompletionSource();
        await served.Client(Way.Http).SubmitAsync(Reports.Fixable, new Client.SubmitOptions { Id = id }, Token);

        (await RunAsync("cancel", id)).Code.ShouldBe(ExitCodes.Fixed);
    }

    [Fact]
    public async Task A_data_folder_that_a_server_holds_leads_to_the_server()
    {
        var folder = DataFolder.Open(_folder.Path);
        using var held = SiloLock.TryTake(folder).ShouldNotBeNull();
        await held.PublishAsync(served.Address.ToString(), TimeProvider.System, Token);

        var run = await RunAtAsync(["--data", folder.Root], "repair", "--repo", "https://example.org/app.git", "--test", "pytest", "--auto-approve-at", "0");

        run.Code.ShouldBe(ExitCodes.Fixed, run.Error);
        (await RunAtAsync(["--data", folder.Root], "show", "latest")).Out.ShouldContain("Fixed");
    }

    [Fact]
    public async Task What_the_server_cannot_do_is_told_in_a_sentence()
    {
        (await RunAsync("show", "inc-nobody")).Error.ShouldContain("There is no incident inc-nobody");
        (await RunAsync(Repair("--replay", "latest"))).Error.ShouldContain("keeps the texts of model calls to itself");
        var both = await RunAsync("--data", _folder.Path, "list");
        both.Code.ShouldBe(ExitCodes.Usage);
        both.Error.ShouldContain("Name one of them");
        (await RunAtAsync(["--server", "nowhere"], "list")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task A_server_that_is_away_or_does_not_know_the_caller_has_an_exit_code_of_its_own()
    {
        var away = await RunAtAsync(["--server", $"http://127.0.0.1:{Served.FreePort()}"], "list");
        away.Code.ShouldBe(ExitCodes.Unreachable);
        away.Error.ShouldContain("No silo or gateway answered");

        var (gateway, address) = await served.ServeAsync(new Uri("http://127.0.0.1:0"), ("SelfHealing:Gateway:Tokens:ops:Token", Secret));
        await using var _ = gateway;
        (await RunAtAsync(["--server", address.ToString()], "list")).Code.ShouldBe(ExitCodes.NotAllowed);
        _variables["SELFHEAL_TOKEN"] = Secret;
        _variables["SELFHEAL_SERVER"] = address.ToString();
        (await RunAtAsync([], "list")).Code.ShouldBe(ExitCodes.Fixed);
    }

    private static string[] Repair(params string[] more) =>
        ["repair", "--repo", "https://example.org/app.git", "--test", "pytest", "--models", "alice,bob,silent", .. more];

    private Task<Ended> RunAsync(params string[] arguments) => RunAtAsync(["--server", served.Address.ToString()], arguments);

    private async Task<Ended> RunAtAsync(string[] place, params string[] arguments)
    {
        using var output = new TestConsole().Width(200);
        using var error = new TestConsole().Width(200);
        using var interruption = new Interruption();
        var token = _variables.GetValueOrDefault("SELFHEAL_TOKEN");
        await using var journals = new StoredJournals(token);
        var code = await CommandLine.RunAsync([.. place, .. arguments], new Surroundings(
            new Terminal(output, error, IsLive: false),
            TimeProvider.System,
            name => _variables.GetValueOrDefault(name),
            new EmbeddedSilos(TimeProvider.System, token),
            journals.OpenAsync,
            journals.Artifacts,
            interruption));
        return new Ended(code, output.Output, error.Output);
    }
}
