using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Scenarios.Workshops;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Scenarios.Panels;

/// <summary>An embedded silo with chat models, on which incidents run side by side.</summary>
internal sealed class PanelSilo : IAsyncDisposable
{
    private readonly Workshop _workshop = new();
    private readonly ConcurrentDictionary<string, Task<TestRepository>> _repositories = new(StringComparer.Ordinal);
    private EmbeddedSilo? _silo;
    private ServiceProvider? _clients;

    /// <summary>Its data folder.</summary>
    public string Data => _workshop.Data;

    /// <summary>Starts a silo with models.</summary>
    public static async Task<PanelSilo> StartAsync(IEnumerable<PanelModel> models, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var panel = new PanelSilo();
        var options = new EmbeddedSiloOptions
        {
            DataFolder = DataFolder.Open(panel.Data),
            Settings = models.SelectMany(m => m.Settings).Concat(settings ?? new Dictionary<string, string?>()).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
        };
        panel._silo = await EmbeddedSilo.StartAsync(options, TestContext.Current.CancellationToken);
        panel._clients = new ServiceCollection().AddSingleton(panel._silo.Grains).AddSelfHealingClient().BuildServiceProvider();
        return panel;
    }

    /// <summary>Makes a repository of an odd project.</summary>
    public Task<TestRepository> RepositoryOfAsync(string odd) => _workshop.RepositoryOfAsync(odd);

    /// <summary>Repairs a bundled project to its end, or until a person is asked.</summary>
    /// <param name="project">The project.</param>
    /// <param name="change">Changes the report before it is submitted.</param>
    /// <param name="name">Name of the repository; incidents with one name share it.</param>
    public async Task<PanelRun> RepairAsync(Project project, Func<IncidentReport, IncidentReport> change, string? name = null)
    {
        var repository = await _repositories.GetOrAdd(name ?? project.Name, folder => _workshop.RepositoryOfAsync(project, folder));
        return await RepairAsync(repository, project.TestCommand, change);
    }

    /// <summary>Repairs a repository to its end, or until a person is asked.</summary>
    public async Task<PanelRun> RepairAsync(TestRepository repository, string test, Func<IncidentReport, IncidentReport> change)
    {
        var report = change(new IncidentReport { Repository = repository.Folder, TestCommand = test, AutoApproveAt = 0 });
        var handle = await _clients!.GetRequiredService<ISelfHealingClient>().SubmitAsync(report, cancellationToken: TestContext.Current.CancellationToken);
        var events = new List<RepairEvent>();
        await foreach (var signal in handle.WatchAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            if (signal is EventSignal { Recorded.Event: var happened })
            {
                events.Add(happened);
            }
        }

        return new PanelRun(handle.Id, repository, events);
    }

    public async ValueTask DisposeAsync()
    {
        if (_clients is not null)
        {
            await _clients.DisposeAsync();
        }

        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        await _workshop.DisposeAsync();
    }
}
