using System.Diagnostics;
using System.Globalization;
using SelfHealing.AppHost;
using SelfHealing.Scenarios.Workshops;
using SelfHealing.TestDatabase;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>The AppHost, compiled and started by the command of the README, with a database of one's own in place of the container.</summary>
public sealed class AppHostTests
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Full")]
    public async Task It_starts_two_silos_with_the_keys_that_are_tested_and_a_gateway_that_repairs()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        var port = HealthEndpoint.FreePort();
        var environment = new Dictionary<string, string?>(workshop.Environment, StringComparer.Ordinal)
        {
            [$"ConnectionStrings__{SiloKeys.Database}"] = await (await PostgresServer.Shared).CreateDatabaseAsync(Stop),
            ["Gateway__Port"] = $"{port}",
        };
        await using var host = RunningCommand.Start(environment, SourceTree.Root, "dotnet", "run", "--project", "aspire/SelfHealing.AppHost");
        await host.WaitForAsync("Distributed application started", Stop);

        var gateway = new Uri($"http://localhost:{port}");
        await HealthEndpoint.BecomesHealthyAsync(new Uri(gateway, "/health"), () => Task.FromResult("The dashboard of the AppHost tells more."));
        int[] silos = [.. ProcessesOf(workshop, "silo")];
        silos.Length.ShouldBe(2);
        foreach (var emitted in silos.Select(EnvironmentOf))
        {
            var providers = SiloKeys.Providers.SelectMany(SiloKeys.OfProvider).ToArray();
            emitted.Keys.Where(IsOfTheAppHost).ShouldBe([.. SiloKeys.OfAspire, SiloKeys.AdvertisedAddress, .. providers.Select(p => p.Key)], ignoreOrder: true);
            providers.Concat(SiloKeys.OfRuntime).ShouldAllBe(p => emitted[p.Key] == p.Value);
        }

        var repaired = await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0", "--server", gateway.OriginalString);
        repaired.ShouldExitWith(0).Status.ShouldBe("fixed");
        (await repository.RemoteBranchesAsync()).ShouldContain($"selfheal/{repaired.Incident}");

        host.Interrupt();
        (await host.EndAsync(Stop)).ShouldExitWith(0);
        foreach (var process in (int[])[.. silos, .. ProcessesOf(workshop, "gateway")])
        {
            await EndsAsync(process);
        }
    }

    private static bool IsOfTheAppHost(string key) =>
        key.StartsWith("Orleans__", StringComparison.Ordinal) || key.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || key == "ASPNETCORE_URLS";

    /// <summary>The running <c>selfheal</c> processes that serve a workshop's data folder.</summary>
    private static IEnumerable<int> ProcessesOf(Workshop workshop, string command) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let process = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
        where PartsOf(process, "cmdline") is [.., var program, var argument] && Path.GetFileName(program) == "selfheal" && argument == command
        where EnvironmentOf(process).GetValueOrDefault("SELFHEAL_DATA") == workshop.Data
        select process;

    private static Dictionary<string, string> EnvironmentOf(int process) =>
        PartsOf(process, "environ").Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>What the AppHost started stops in good order soon after it has ended.</summary>
    private static async Task EndsAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(Stop).WaitAsync(LongestStop, Stop);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    private static string[] PartsOf(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
