using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Tests.Incidents;

/// <summary>Incidents that are known by their text and have no failing test.</summary>
public sealed class TextIncidentTests(IncidentCluster cluster) : IClassFixture<IncidentCluster>, IAsyncLifetime
{
    private static readonly IncidentReport Report = new()
    {
        Repository = "repo",
        TestCommand = "green",
        ErrorText = "f(1) gives 2\nValueError: wrong",
        AutoApproveAt = 0,
        Models = ["chat:agentless"],
    };

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public static TheoryData<string> Titles => [.. HonestLogs.All.Keys];

    public ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(1));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void There_are_at_least_sixty_honest_logs() => HonestLogs.All.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task An_honest_log_is_accepted_whatever_its_words(string title)
    {
        var text = HonestLogs.All[title];
        var state = await RunAsync(Report with { ErrorText = text });

        state.Report!.ErrorText.ShouldBe(text);
        state.Baseline.ShouldNotBeNull(state.End?.Reason).Error.ShouldBe(text);
        state.Fingerprint!.Summary.ShouldNotBeEmpty();
        state.Status.ShouldBe(IncidentStatus.AwaitingApproval, state.End?.Reason);
    }

    [Fact]
    public async Task It_goes_the_whole_way_and_a_person_decides_even_at_a_threshold_of_0()
    {
        var state = await RunAsync(Report);

        state.Status.ShouldBe(IncidentStatus.AwaitingApproval, state.End?.Reason);
        state.Round!.Vote!.Confidence.ShouldBeLessThanOrEqualTo(0.5);
        await cluster.Incident(state.Id).ApproveAsync("ann", comment: null, _limit.Token);
        (await RestAsync(state.Id)).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Fact]
    public async Task With_built_in_voters_alone_the_end_says_what_would_help()
    {
        var state = await RunAsync(Report with { Models = ["alice", "bob"] });

        state.Status.ShouldBe(IncidentStatus.CannotReproduce);
        state.End!.Reason.ShouldContain("Add a failing test that shows it, or let a chat model take part");
    }

    private async Task<IncidentState> RunAsync(IncidentReport report)
    {
        var id = IncidentId.New(TimeProvider.System);
        await cluster.Incident(id).SubmitAsync(report, _limit.Token);
        return await RestAsync(id);
    }

    private async Task<IncidentState> RestAsync(string id)
    {
        await foreach (var _ in cluster.Incident(id).WatchAsync(0, _limit.Token))
        {
        }

        var state = IncidentState.Unknown;
        await foreach (var recorded in cluster.Journal.ReadAsync(id, 0, _limit.Token))
        {
            state = state.Apply(recorded);
        }

        return state;
    }
}
