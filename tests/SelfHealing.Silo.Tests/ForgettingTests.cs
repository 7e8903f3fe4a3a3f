using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Tests;

public sealed class ForgettingTests
{
    private readonly ScriptedRetention _retention = new();

    [Fact]
    public async Task Artifacts_go_that_were_put_before_the_oldest_known_incident_was_submitted()
    {
        _retention.Oldest = DateTimeOffset.UtcNow.AddDays(-200);

        (await PutBeforeAsync()).ShouldBe(_retention.Oldest.Value.AddDays(-1));
    }

    [Fact]
    public async Task Where_no_incident_is_known_what_was_just_put_stays() =>
        (await PutBeforeAsync()).ShouldBe(DateTimeOffset.UtcNow.AddDays(-1), TimeSpan.FromMinutes(5));

    private async Task<DateTimeOffset> PutBeforeAsync()
    {
        using var forgetting = new Forgetting(_retention, _retention, Options.Create(new RetentionOptions()), TimeProvider.System, NullLogger<Forgetting>.Instance);
        await forgetting.StartAsync(TestContext.Current.CancellationToken);
        var putBefore = await _retention.PutBefore.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await forgetting.StopAsync(TestContext.Current.CancellationToken);
        return putBefore;
    }

    private sealed class ScriptedRetention : IJournalRetention, IArtifactRetention
    {
        public DateTimeOffset? Oldest { get; set; }

        public TaskCompletionSource<DateTimeOffset> PutBefore { get; } = new();

        Task<IReadOnlyList<string>> IJournalRetention.ForgetAsync(DateTimeOffset closedBefore, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<DateTimeOffset?> OldestSubmissionAsync(CancellationToken cancellationToken) => Task.FromResult(Oldest);

        Task<int> IArtifactRetention.ForgetAsync(DateTimeOffset putBefore, CancellationToken cancellationToken)
        {
            PutBefore.SetResult(putBefore);
            return Task.FromResult(0);
        }
    }
}
