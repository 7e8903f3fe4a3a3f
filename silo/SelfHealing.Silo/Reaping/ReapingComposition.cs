using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SelfHealing.Sandboxes;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Silo.Reaping;

/// <summary>Adds what keeps the machine of a cluster's silo tidy.</summary>
internal static class ReapingComposition
{
    public static void AddReaping(this IServiceCollection services, IConfiguration configuration, ClusterSettings settings)
    {
        services.AddOptions<ReapingOptions>().Bind(configuration.GetSection("SelfHealing:Reaping")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SandboxOptions>().Configure<ILocalSiloDetails>((sandbox, self) =>
            (sandbox.Cluster, sandbox.Silo) = (NameOf(settings), self.SiloAddress.ToParsableString()));
        services.AddHostedService<ClusterReaping>();
        services.AddHostedService<OwnContainers>();
    }

    /// <summary>Where incidents are recorded is what makes a cluster: another database knows other ones.</summary>
    private static string NameOf(ClusterSettings settings)
    {
        var parts = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{parts.Host}\n{parts.Port}\n{parts.Database ?? parts.Username}"));
        return $"{settings.ServiceId}-{Convert.ToHexStringLower(digest)[..12]}";
    }
}
