using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.ModelServers;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Benchmarks.Panel;

/// <summary>A silo with three chat models of one vendor, each with one sample of the strategy <c>agentless</c>.</summary>
internal sealed class SlowPanel : IAsyncDisposable
{
    private const string KeyVariable = "SELFHEAL_BENCHMARK_KEY";
    private readonly string _folder = Directory.CreateTempSubdirectory("selfheal-panel-").FullName;
    private EmbeddedSilo? _silo;
    private ServiceProvider? _clients;

    /// <summary>The three.</summary>
    public static string[] Voters { get; } = ["one:agentless", "two:agentless", "three:agentless"];

    public static async Task<SlowPanel> StartAsync(ModelServer vendor)
    {
        Environment.SetEnvironmentVariable(KeyVariable, "sk-benchmark");
        var panel = new SlowPanel();
        panel._silo = await EmbeddedSilo.StartAsync(
            new EmbeddedSiloOptions
            {
                DataFolder = DataFolder.Open(Path.Combine(panel._folder, "data")),
                Settings = Voters.SelectMany(voter => Model(voter.Split(':')[0], vendor)).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal),
            },
            CancellationToken.None);
        panel._clients = new ServiceCollection().AddSingleton(panel._silo.Grains).AddSelfHealingClient().BuildServiceProvider();
        return panel;
    }

    /// <summary>Repairs one repository and tells its history.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> RepairAsync(int number, IReadOnlyList<string> voters)
    {
        var report = new IncidentReport
        {
            Repository = SmallProject.Repository(_folder, number), TestCommand = "python3 -m pytest -q", AutoApproveAt = 0, Models = voters,
        };
        var handle = await _clients!.GetRequiredService<ISelfHealingClient>().SubmitAsync(report);
        var history = new List<RecordedEvent>();
        await foreach (var signal in handle.WatchAsync())
        {
            if (signal is EventSignal { Recorded: var recorded })
            {
                history.Add(recorded);
            }
        }

        return history[^1].Event is Closed { Status: IncidentStatus.Resolved }
            ? history
            : throw new InvalidOperationException($"The repair of the benchmark's project ended as {history[^1].Event}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _clients!.DisposeAsync();
        await _silo!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<KeyValuePair<string, string>> Model(string name, ModelServer vendor) =>
        from setting in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Provider"] = "openai",
            ["Model"] = name,
            ["Endpoint"] = vendor.Endpoint(Dialect.OpenAIChat).ToString(),
            ["KeyVariable"] = KeyVariable,
            ["Samples"] = 1.ToString(CultureInfo.InvariantCulture),
            ["Roles:0"] = "coder",
            ["Strategies:0"] = "agentless",
        }
        select new KeyValuePair<string, string>($"SelfHealing:Models:{name}:{setting.Key}", setting.Value);
}
