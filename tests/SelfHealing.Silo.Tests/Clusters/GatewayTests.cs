using System.Net;
using Microsoft.AspNetCore.Builder;
using SelfHealing.Silo.Clusters;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Clusters;

/// <summary>A gateway outlives every silo that it knew.</summary>
public sealed class GatewayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_serves_before_the_first_silo_and_after_the_last_and_says_what_it_waits_for()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
        var folder = Directory.CreateTempSubdirectory("selfheal-gateway-");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        await using var gateway = Build(database, folder.FullName, address);
        await gateway.StartAsync(Token);
        using var http = new HttpClient { BaseAddress = address };

        await AnswersAsync(http, "alive", HttpStatusCode.OK);
        await AnswersAsync(http, "health", HttpStatusCode.ServiceUnavailable);
        await AnswersAsync(http, "api/incidents", HttpStatusCode.ServiceUnavailable, "No silo of the cluster 'selfheal' is up");

        await using (var silo = await SiloProcess.StartAsync(Variables(database, folder.FullName)))
        {
            await AnswersAsync(http, "api/incidents", HttpStatusCode.OK);
            await AnswersAsync(http, "health", HttpStatusCode.OK);
            await silo.KillAsync();
        }

        await AnswersAsync(http, "api/incidents", HttpStatusCode.ServiceUnavailable);
        await AnswersAsync(http, "health", HttpStatusCode.ServiceUnavailable);
        await AnswersAsync(http, "alive", HttpStatusCode.OK);
        await using var next = await SiloProcess.StartAsync(Variables(database, folder.FullName));
        await AnswersAsync(http, "api/incidents", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gateway_that_others_could_reach_without_a_token_does_not_start()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
        var folder = Directory.CreateTempSubdirectory("selfheal-gateway-");
        await using var gateway = Build(database, folder.FullName, new Uri("http://0.0.0.0:0"));

        (await Should.ThrowAsync<SettingsException>(() => gateway.StartAsync(Token))).Message.ShouldContain("SelfHealing:Gateway:Tokens");
    }

    private static WebApplication Build(string database, string folder, Uri address) => ClusterGateway.Build(
        [$"--ConnectionStrings:selfheal={database}", $"--SelfHealing:DataFolder={folder}", $"--urls={address}", "--Logging:Console:LogLevel:Default=None"]);

    private static Dictionary<string, string> Variables(string database, string folder) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__selfheal"] = database, ["SELFHEAL_DATA"] = folder, ["SelfHealing__DataFolder"] = folder,
    };

    private static async Task AnswersAsync(HttpClient http, string path, HttpStatusCode status, string sentence = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(path, limit.Token);
                if (response.StatusCode == status && (await response.Content.ReadAsStringAsync(limit.Token)).Contains(sentence, StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
