using System.CommandLine;
using SelfHealing.Cli.Clusters;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal gateway</c>: the HTTP API of a cluster on PostgreSQL, in the foreground.</summary>
internal static class GatewayCommand
{
    public static Command Create(Surroundings surroundings, DataOption data) => ServerProcess.Create(
        surroundings,
        data,
        "gateway",
        "Run the gateway of a cluster: it takes incidents over HTTP. Its database is $ConnectionStrings__selfheal; all its settings come from the environment and the settings file.",
        (settings, _, last) => ClusterGateway.Build(settings, last)).WithExamples("ASPNETCORE_URLS=http://127.0.0.1:5480 selfheal gateway");
}
