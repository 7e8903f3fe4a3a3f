using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>Where a service on this machine says whether it is ready.</summary>
internal static class HealthEndpoint
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Waits until it answers with 200; a service that does not within two minutes fails the test with what it said last, and with its log.</summary>
    public static async Task BecomesHealthyAsync(Uri health, Func<Task<string>> log)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        for (var last = "nothing"; ; await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken))
        {
            try
            {
                using var answer = await client.GetAsync(health, limit.Token);
                last = await answer.Content.ReadAsStringAsync(limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                last = e.Message;
            }

            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"{health} said last: {last}\n{await log()}");
            }
        }
    }

    /// <summary>A loopback port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
