using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace SelfHealing.Samples;

/// <summary>The same client over HTTP, over the Orleans gateways at known addresses, and over gateways that are found in the cluster's database.</summary>
public static class ThreeWays
{
    public static IServiceCollection OverHttp(IServiceCollection services, string token) =>
        services.AddSelfHealingClient(new Uri("https://selfheal.example.org/"), http => http.Token = token);

    public static IServiceCollection OverGateways(IServiceCollection services) =>
        services.AddSelfHealingClient([System.Net.IPEndPoint.Parse("10.0.0.4:30000"), System.Net.IPEndPoint.Parse("10.0.0.5:30000")], "selfheal", "selfheal");

    public static IServiceCollection OverDatabase(IServiceCollection services, Action<IClientBuilder> findInDatabase) =>
        services.AddSelfHealingClient(
            client =>
            {
                findInDatabase(client);
                client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("selfheal", "selfheal"));
            },
            options => options.CallTimeout = TimeSpan.FromMinutes(2));
}
