using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using SelfHealing.Cli.Clusters;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal silo</c>: one silo of a cluster on PostgreSQL, in the foreground.</summary>
internal static class SiloCommand
{
    public static Command Create(Surroundings surroundings, DataOption data) => ServerProcess.Create(
        surroundings,
        data,
        "silo",
        "Run one silo of a cluster: it works on incidents. Its database is $ConnectionStrings__selfheal; all its settings come from the environment and the settings file.",
        (settings, name, last) => ClusterSilo.Build(settings, services =>
        {
            services.Configure<SiloOptions>(silo => silo.SiloName = name);
            last(services);
        })).WithExamples("selfheal silo --name silo-1", "selfheal silo --log-format json");
}
