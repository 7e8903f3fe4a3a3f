using System.Text.Json;
using SelfHealing.Grains.Budgets;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repair.Memory;
using SelfHealing.Repair.Supervision;
using SelfHealing.Scenarios.Clusters.Kills;
using SelfHealing.Storage;
using SelfHealing.TestSilo.Kills;

namespace SelfHealing.Scenarios.Clusters;

/// <summary>A silo dies at a step of an incident: the incident ends the same on the other one, and every side effect is there once.</summary>
public sealed class KillMatrixTests(KillCluster cluster, ITestOutputHelper output) : IClassFixture<KillCluster>
{
    private const double LongestMedianSeconds = 15;
    private static readonly TimeSpan s_mostToldAfter = TimeSpan.FromSeconds(15);

    [Fact]
    public Task A_silo_that_is_killed_after_a_side_effect_loses_nothing_and_nothing_happens_twice() => TryAsync(KillCell.Few);

    [Fact, Trait("Category", "Full")]
    public Task A_silo_that_is_killed_at_any_moment_of_any_step_loses_nothing_and_nothing_happens_twice() => TryAsync(KillCell.All);

    [Fact, Trait("Category", "Full")]
    public async Task A_step_that_ends_its_silo_each_time_is_set_aside_with_its_evidence()
    {
        var poison = new KillCell("reproduce", KillPoints.AfterIntent);

        var repair = await cluster.RepairAsync(poison, poison, poison);

        repair.Kills.Count.ShouldBe(3);
        repair.Watched.Count(e => e.Event is StepStarted { Step: "reproduce" }).ShouldBe(3);
        var end = repair.Watched[^1].Event.ShouldBeOfType<Closed>();
        end.Status.ShouldBe(IncidentStatus.Faulted);
        end.Reason.ShouldContain("The step reproduce was set aside: 3 attempts ended with their process. The silo silo-");
        end.Reason.ShouldContain($"selfheal resume {repair.Id}");
        HistoryExactness.Faults(repair.Watched).ShouldBeEmpty();
    }

    private async Task TryAsync(IReadOnlyList<KillCell> cells)
    {
        var undisturbed = await RepairAsync(null);
        undisturbed.Watched.Select(e => e.Event).OfType<StepStarted>().Select(s => s.Step).ShouldAllBe(step => KillCell.Covers(step));
        var (faults, seconds) = (new List<string>(), new List<double>());
        foreach (var cell in cells)
        {
            try
            {
                var repair = await RepairAsync(cell);
                Kinds(repair).ShouldBe(Kinds(undisturbed), $"{cell}");
                repair.ToldAfter.ShouldBeLessThan(s_mostToldAfter, "the watch does not wait until a call to the killed silo times out");
                seconds.AddRange(repair.ResumeSeconds);
                output.WriteLine($"{cell}: {string.Join(", ", repair.ResumeSeconds.Select(s => $"{s:0.0} s"))}, told {repair.ToldAfter.TotalSeconds:0.0} s after the end");
            }
            catch (Exception e)
            {
                output.WriteLine($"{cell}: {e}");
                faults.Add($"{cell}: {e.Message}");
            }
        }

        faults.ShouldBeEmpty();
        seconds.Sort();
        output.WriteLine($"A killed silo's incident moved on after {seconds[seconds.Count / 2]:0.0} s (median of {seconds.Count}; {seconds[0]:0.0} to {seconds[^1]:0.0} s).");
        seconds[seconds.Count / 2].ShouldBeLessThan(LongestMedianSeconds);
    }

    private async Task<KilledRepair> RepairAsync(KillCell? cell)
    {
        var memory = cluster.Grains.GetGrain<IMemoryGrain>("memory-default");
        var before = await RecordsAsync(memory);
        var asked = cluster.Vendor.Requests.Count;

        var repair = cell is null ? await cluster.RepairAsync() : await cluster.RepairAsync(cell);

        HistoryExactness.Faults(repair.Watched).ShouldBeEmpty();
        (await StoredAsync(repair.Id)).ShouldBe(repair.Watched.Count, "the watch tells every event once");
        var state = IncidentState.Fold(repair.Watched);
        state.End.ShouldBe(new Closed(IncidentStatus.Resolved, $"Fixed on branch selfheal/{repair.Id}."));
        cluster.Repositories.Published().Count(incident => incident == repair.Id).ShouldBe(1, "one branch with one commit");
        ShouldHaveStartedEachOnce(repair, cell);
        (await RecordsAsync(memory)).ShouldBe(
            VoterRecords.Update(before, VoteInputs.Outcomes(state)), ignoreOrder: true, "one lesson");
        await ShouldHavePaidOnceAsync(repair, state, cluster.Vendor.Requests.Count - asked, cell);
        return repair;
    }

    private static async Task<IReadOnlyDictionary<string, VoterRecord>> RecordsAsync(IMemoryGrain memory) =>
        (await memory.RecallAsync(new Fingerprint("", "", ""), 0, TestContext.Current.CancellationToken)).Records;

    // A step that a kill interrupted starts once more; so do those that ran beside it.
    private static void ShouldHaveStartedEachOnce(KilledRepair repair, KillCell? cell)
    {
        var interrupted = repair.Watched.Select(e => e.Event).OfType<StepFailed>().Select(f => f.Step).ToHashSet(StringComparer.Ordinal);
        foreach (var starts in repair.Watched.Select(e => e.Event).OfType<StepStarted>().GroupBy(s => s.Step, StringComparer.Ordinal))
        {
            starts.Count().ShouldBe(interrupted.Contains(starts.Key) ? 2 : 1, $"{starts.Key} at {cell}");
        }
    }

    private async Task ShouldHavePaidOnceAsync(KilledRepair repair, IncidentState state, int requests, KillCell? cell)
    {
        var calls = repair.Watched.Select(e => e.Event).OfType<ModelCalled>().Select(c => c.Call).ToList();
        calls.Select(c => c.Id).ShouldBe(["plan-1/1", "plan-2/1"]);
        calls.ShouldAllBe(c => c.Fault == null);
        var isCutOff = cell is { Point: KillPoints.AfterEffect } && cell.Step.StartsWith("call-", StringComparison.Ordinal);
        requests.ShouldBe(isCutOff ? 3 : 2, "only a call that was cut off is made again");
        var stored = await cluster.Database.ScalarAsync<string>("SELECT convert_from(Payload, 'UTF8') FROM GrainState WHERE KeyText LIKE '%budget-' || $1", repair.Tenant);
        var book = JsonSerializer.Deserialize<BudgetState>(stored, StoredJson.Options)!.Book;
        book.Days.Values.Sum(d => d.Cost).ShouldBe(calls.Sum(c => c.Cost), "one charge for each call");
        book.Days.Values.Sum(d => d.Tokens).ShouldBe(state.Calls.Used.Tokens);
        book.Incidents.Values.SelectMany(a => a.Reserved).ShouldBeEmpty();
    }

    private Task<long> StoredAsync(string incident) => cluster.Database.ScalarAsync<long>("SELECT count(*) FROM JournalEvents WHERE Incident = $1", incident);

    private static IEnumerable<string> Kinds(KilledRepair repair) =>
        repair.Watched.Where(e => e.Event is not (StepStarted or StepFailed)).Select(e => e.Event.GetType().Name).Distinct().Order(StringComparer.Ordinal);
}
