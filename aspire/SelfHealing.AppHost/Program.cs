using Microsoft.Extensions.Configuration;
using SelfHealing.AppHost;

// PostgreSQL ── 2 silos ── gateway: the whole system on this machine, with a dashboard.
var builder = DistributedApplication.CreateBuilder(args);

// A server of one's own instead of the container: dotnet user-secrets set ConnectionStrings:selfheal "Host=…"
IResourceBuilder<IResourceWithConnectionString> database = builder.Configuration[$"ConnectionStrings:{SiloKeys.Database}"] is { Length: > 0 }
    ? builder.AddConnectionString(SiloKeys.Database)
    : builder.AddPostgres("postgres").WithDataVolume().AddDatabase(SiloKeys.Database);

var adoNet = new AdoNetProvider(database);
var cluster = builder.AddOrleans("cluster")
    .WithServiceId("selfheal")
    .WithClustering(adoNet)
    .WithGrainStorage("Default", adoNet)
    .WithReminders(adoNet);
cluster.EnableDistributedTracing = true;

var silos = builder.AddProject<Projects.SelfHealing_Cli>("silo")
    .WithArgs("silo")
    .WithReference(cluster)
    .WithReference(database)
    .WaitFor(database)
    .WithReplicas(2)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithModelKeys();

var gateway = builder.AddProject<Projects.SelfHealing_Cli>("gateway")
    .WithArgs("gateway")
    .WithReference(cluster.AsClient())
    .WithReference(database)
    .WaitFor(silos)
    .WithHttpEndpoint(builder.Configuration.GetValue("Gateway:Port", 5480))
    .WithExternalHttpEndpoints()
    .WithHttpHealthCheck("/health");

foreach (var (key, value) in SiloKeys.OfRuntime)
{
    silos.WithEnvironment(key, value);
}

if (builder.ExecutionContext.IsRunMode)
{
    // Everything runs on this machine: without this, silos would bind its other address.
    silos.WithEnvironment(SiloKeys.AdvertisedAddress, "127.0.0.1");
}

builder.Build().Run();
