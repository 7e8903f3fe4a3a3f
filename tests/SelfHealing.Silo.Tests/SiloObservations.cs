using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.Silo.Tests;

/// <summary>Waits until something can be seen from outside a silo.</summary>
internal static class SiloObservations
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);

    /// <summary>Until its probe says that it can work.</summary>
    public static Task IsReadyAsync(this LocalSilo silo) => silo.HealthBecomesAsync(HttpStatusCode.OK);

    /// <summary>Until its probe answers so; returns what it says.</summary>
    public static async Task<string> HealthBecomesAsync(this LocalSilo silo, HttpStatusCode wanted)
    {
        while (true)
        {
            using var health = await silo.Http.GetAsync("/health", TestContext.Current.CancellationToken);
            if (health.StatusCode == wanted)
            {
                return await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            }

            await Task.Delay(_step, TestContext.Current.CancellationToken);
        }
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
