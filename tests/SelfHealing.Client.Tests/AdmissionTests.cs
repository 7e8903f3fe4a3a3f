using SelfHealing.Admission;
using SelfHealing.Client.Tests.Support;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests;

/// <summary>What the queue says is told the same on every way.</summary>
public sealed class AdmissionTests
{
    private static CancellationToken Token => Limited.Token;

    [Fact]
    public async Task A_full_queue_a_queued_incident_and_a_duplicate_are_told_on_every_way()
    {
        await using var served = new Served { Admission = o => (o.PlacesPerSilo, o.MaxQueued) = (1, 1) };
        await served.InitializeAsync();
        served.World.Gates["*"] = new TaskCompletionSource();
        var report = Reports.Fixable;
        var running = await served.Client(Way.Http).SubmitAsync(report, cancellationToken: Token);
        var queued = await served.Client(Way.Http).SubmitAsync(Reports.Fixable, cancellationToken: Token);

        foreach (var way in (Way[])[Way.Grains, Way.Http])
        {
            var full = await Should.ThrowAsync<QueueFullException>(() => served.Client(way).SubmitAsync(Reports.Fixable, cancellationToken: Token));
            full.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
            full.Message.ShouldContain("SelfHealing:Admission");

            var cluster = await served.Client(way).GetClusterAsync(Token);
            (cluster.Running, cluster.Queued).ShouldBe((1, 1));

            var duplicate = await served.Client(way).SubmitAsync(report, cancellationToken: Token);
            await foreach (var signal in duplicate.WatchAsync(cancellationToken: Token))
            {
                if (signal is EventSignal { Recorded: var recorded } && recorded.Incident == running.Id)
                {
                    break;
                }
            }

            duplicate.DuplicateOf.ShouldBe(running.Id);
        }

        served.World.Gates["*"].SetResult();
        (await queued.GetResultAsync(Token)).Status.ShouldBe(IncidentStatus.Resolved);
    }
}
