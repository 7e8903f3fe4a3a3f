using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using SelfHealing.Admission;
using SelfHealing.Budgets;
using SelfHealing.Grains.Admission;
using SelfHealing.Grains.Calls;
using SelfHealing.Grains.Tests.Calls;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests;

/// <summary>Real silos, one if nothing else is said, over a scripted world.</summary>
public sealed class IncidentCluster : IAsyncLifetime
{
    private InProcessTestCluster? _cluster;

    internal ScriptedWorld World { get; } = new();

    internal MemoryJournal Journal { get; } = new(TimeProvider.System);

    internal MemoryArtifacts Artifacts { get; } = new();

    internal bool KeepContent { get; init; } = true;

    /// <summary>Registers what a test has beyond the scripted world.</summary>
    internal Action<IServiceCollection> More { get; init; } = _ => { };

    internal short Silos { get; init; } = 1;

    /// <summary>How the queue is set up; by default like reports are repaired each by itself, as tests share them.</summary>
    internal Action<AdmissionOptions> Admission { get; init; } = _ => { };

    internal IAdmissionGrain Queue => _cluster!.Client.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key);

    internal InProcessTestCluster Cluster => _cluster!;

    internal IGrainFactory Grains => _cluster!.Client;

    internal ICallLedger Ledger => _cluster!.Silos[0].ServiceProvider.GetRequiredService<ICallLedger>();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault(memory => memory.Configure<Serializer>((storage, serializer) => storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer)));
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(World);
            silo.Services.AddSingleton<IEventJournal>(Journal);
            silo.Services.AddSingleton<IIncidentIndex>(Journal);
            silo.Services.Configure<AdmissionOptions>(o => (o.JoinDuplicates, o.PlacesPerSilo) = (false, 100));
            silo.Services.Configure(Admission);
            silo.Services.AddSingleton<IArtifacts>(Artifacts);
            silo.Services.AddSingleton<IArtifactRemoval>(Artifacts);
            silo.Services.Configure<CallOptions>(o => o.KeepContent = KeepContent);
            silo.Services.AddSingleton<IRepositories, ScriptedRepositories>();
            silo.Services.AddSingleton<ISandboxImages, ScriptedImages>();
            silo.Services.AddSingleton<IToolchain, ScriptedToolchain>();
            foreach (var name in new[] { "alice", "bob", "silent", "broken", "chat:agentless", "a:chat", "b:chat", "c:chat", "d:chat", "e:chat", "endless:chat" })
            {
                silo.Services.AddSingleton<ICoderModel>(new ScriptedModel(name, World));
            }

            silo.Services.AddSingleton<ICoderModel, CallingModel>();
            More(silo.Services);
            silo.Services.AddIncidents(o => o.RetryDelay = TimeSpan.FromMilliseconds(1));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal IIncidentGrain Incident(string id) => _cluster!.Client.GetGrain<IIncidentGrain>(id);

    internal IBudgetGrain Budget(string key) => _cluster!.Client.GetGrain<IBudgetGrain>(key);

    internal async Task ForgetBudgetAsync(string key) => await Budget(key).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Drops an incident's activation in the middle of what it does, as a silo that leaves would.</summary>
    internal async Task ForgetActivationAsync(string id) => await Incident(id).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
}
