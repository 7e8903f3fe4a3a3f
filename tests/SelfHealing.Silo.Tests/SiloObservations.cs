using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.Silo.Tests;

/// <summary>Waits until something can be seen from outside a silo.</summary>
internal static class SiloObservations
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    /// <summary>Until its probe says that it can work.</summary>
    public static Task IsReadyAsync(this LocalSilo silo) => silo.HealthBecomesAsync(HttpStatusCode.OK);

    /// <summary>Until its probe answers so; returns what it says.</summary>
    /// <exception cref="TimeoutException">It said something else for a minute.</exception>
    public static async Task<string> HealthBecomesAsync(this LocalSilo silo, HttpStatusCode wanted)
    {
        var said = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < _patience; await Task.Delay(_step, TestContext.Current.CancellationToken))
        {
            using var health = await silo.Http.GetAsync("/health", TestContext.Current.CancellationToken);
            said = await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (health.StatusCode == wanted)
            {
                return said;
            }
        }

        throw new TimeoutException($"The silo's probe did not become {wanted}: {said}");
    }

    /// <summary>Until it sees so many living silos.</summary>
    public static async Task SeesAsync(this LocalSilo silo, int silos)
    {
        var membership = silo.Services.GetRequiredService<IClusterMembershipService>();
        if (membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == silos)
        {
            return;
        }

        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(TestContext.Current.CancellationToken))
        {
            if (snapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == silos)
            {
                return;
            }
        }
    }
}
