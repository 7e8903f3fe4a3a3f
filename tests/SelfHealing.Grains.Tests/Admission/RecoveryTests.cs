using System.Diagnostics;
using Orleans.TestingHost;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Tests.Admission;

/// <summary>Incidents go on by themselves when what they ran on is lost.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private static readonly IncidentReport Report = new() { Repository = "repo", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", "bob"] };

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IncidentCluster _cluster = new() { Silos = 2 };

    private CancellationToken Cancelled => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(2));
        await _cluster.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task What_a_killed_silo_worked_on_ends_on_another_and_nothing_finished_is_repeated()
    {
        var ids = await RunningAsync(12);
        var clock = Stopwatch.StartNew();
        await _cluster.Cluster.KillSiloAsync(await SiloOfAsync(ids[0]), Cancelled);
        while (!(await InterruptedAsync(ids)).Any())
        {
            await Task.Delay(20, Cancelled);
        }

        TestContext.Current.SendDiagnosticMessage($"The first incident moved on {clock.ElapsedMilliseconds} ms after the kill.");
        var states = await EndAllAsync(ids);

        states.ShouldAllBe(s => s.Status == IncidentStatus.Resolved);
        foreach (var id in ids)
        {
            _cluster.World.Count($"checkout {id}").ShouldBe(1);
            _cluster.World.Count($"publish {id}").ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_silo_that_stops_in_good_order_hands_over_and_no_attempt_is_counted()
    {
        var ids = await RunningAsync(12);
        var silo = await SiloOfAsync(ids[0]);
        var clock = Stopwatch.StartNew();

        await _cluster.Cluster.StopSiloAsync(silo, Cancelled);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "It waits for nobody's search, although none of them ends before it has stopped.");
        var states = await EndAllAsync(ids);

        states.ShouldAllBe(s => s.Status == IncidentStatus.Resolved);
        var histories = await Task.WhenAll(ids.Select(HistoryAsync));
        histories.ShouldContain(h => h.Any(e => e.Event is HandedOver));
        histories.SelectMany(h => h).Select(e => e.Event).OfType<StepFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_incident_whose_append_fails_goes_on_from_its_journal()
    {
        var left = 1;
        _cluster.Journal.Fault = (incident, events) =>
        {
            if (events.OfType<Reproduced>().Any() && Interlocked.Decrement(ref left) >= 0)
            {
                throw new IOException("The database went away.");
            }
        };

        var state = await EndAsync("inc-unlucky");

        state.Status.ShouldBe(IncidentStatus.Resolved);
        _cluster.World.Count("baseline inc-unlucky").ShouldBe(1);
    }

    [Fact]
    public async Task An_incident_that_another_writer_got_ahead_of_reads_its_journal_again_and_ends()
    {
        var left = 1;
        _cluster.Journal.Fault = (incident, events) =>
        {
            if (events.OfType<Localised>().Any() && Interlocked.Decrement(ref left) >= 0)
            {
                throw new JournalConflictException(incident, 1);
            }
        };

        (await EndAsync("inc-overtaken")).Status.ShouldBe(IncidentStatus.Resolved);
    }

    private async Task<InProcessSiloHandle> SiloOfAsync(string id)
    {
        var address = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(_cluster.Incident(id));
        return _cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(address));
    }

    private async Task<IncidentState> EndAsync(string id)
    {
        await _cluster.Incident(id).SubmitAsync(Report, Cancelled);
        return (await EndAllAsync([id])).Single();
    }

    // Every one of them is in the middle of its searches.
    private async Task<List<string>> RunningAsync(int count)
    {
        _cluster.World.Gates["*"] = new TaskCompletionSource();
        var ids = Enumerable.Range(0, count).Select(i => $"inc-{i}").ToList();
        await Task.WhenAll(ids.Select(id => _cluster.Incident(id).SubmitAsync(Report, Cancelled)));
        foreach (var id in ids)
        {
            while (!(await HistoryAsync(id)).Any(e => e.Event is StepStarted { Step: "code-1-bob" }))
            {
                await Task.Delay(10, Cancelled);
            }
        }

        return ids;
    }

    private async Task<IncidentState[]> EndAllAsync(IEnumerable<string> ids)
    {
        if (_cluster.World.Gates.TryRemove("*", out var gate))
        {
            gate.SetResult();
        }

        var states = new List<IncidentState>();
        foreach (var id in ids)
        {
            var state = IncidentState.Fold(await HistoryAsync(id));
            for (; state.End is null; state = IncidentState.Fold(await HistoryAsync(id)))
            {
                await Task.Delay(20, Cancelled);
            }

            states.Add(state);
        }

        return [.. states];
    }

    private async Task<IEnumerable<string>> InterruptedAsync(IEnumerable<string> ids)
    {
        var histories = await Task.WhenAll(ids.Select(HistoryAsync));
        return histories.Where(h => h.Any(e => e.Event is StepFailed)).Select(h => h[0].Incident);
    }

    private async Task<List<RecordedEvent>> HistoryAsync(string id) => await _cluster.Journal.ReadAsync(id, 0, Cancelled).ToListAsync(Cancelled);
}
