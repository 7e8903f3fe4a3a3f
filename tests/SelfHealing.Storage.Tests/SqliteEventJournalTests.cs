using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

public sealed class SqliteEventJournalTests : EventJournalTests
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase _database = null!;
    private SqliteEventJournal _journal = null!;

    private protected override IEventJournal Journal => _journal;

    private protected override IJournalRetention Retention => _journal;

    private protected override IIncidentIndex Index => new SqliteIncidentIndex(_database);

    public override ValueTask InitializeAsync()
    {
        _database = new SqliteDatabase(_folder.Data.Database);
        _journal = new SqliteEventJournal(_database, Time);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task In_one_group_commit_the_stale_writer_fails_and_the_others_go_through()
    {
        // Holding the gate gathers everything that is appended meanwhile into one commit.
        await _database.Gate.WaitAsync(Token);
        var first = AppendAsync("inc-a", 0, 2);
        var stale = AppendAsync("inc-a", 0);
        var next = AppendAsync("inc-a", 2);
        var other = AppendAsync("inc-b", 0);
        first.IsCompleted.ShouldBeFalse();
        _database.Gate.Release();

        await Should.ThrowAsync<JournalConflictException>(() => stale);
        (await first).Count.ShouldBe(2);
        (await next)[0].Sequence.ShouldBe(3);
        (await other)[0].Sequence.ShouldBe(1);
        (await ReadAsync("inc-a")).Select(r => r.Sequence).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_history_stored_by_the_first_version_still_reads()
    {
        var read = await StoredAsync("journal-1.jsonl");

        read.Select(r => r.Event.GetType()).Distinct().Count().ShouldBe(21);
        var submitted = read[0].Event.ShouldBeOfType<Submitted>().Report;
        submitted.Repository.ShouldBe("/home/ann/app");
        submitted.AutoApproveAt.ShouldBe(0.8);
        submitted.Budget.ShouldBe(TimeSpan.FromMinutes(5));
        submitted.Language.ShouldBe("python");
        read[^1].Event.ShouldBe(new Closed(IncidentStatus.Resolved, "Fixed."));
        read.Select(r => r.Event).OfType<Coded>().Single().Search.Candidates[0].Patch.Edits[0].Replacement.ShouldBe("<=");
    }

    [Fact]
    public async Task A_history_stored_by_the_first_version_with_chat_models_still_reads()
    {
        var read = await StoredAsync("journal-2.jsonl");

        var report = read[0].Event.ShouldBeOfType<Submitted>().Report;
        (report.MaxCost, report.MaxTokens, report.Tenant, report.Replay, report.FailuresAreKnown).ShouldBe((2.5m, 500_000, "shop", "cc", true));
        read[1].Event.ShouldBeOfType<Triaged>().Selectors.ShouldBe(["sonnet"]);
        var calls = read.Select(r => r.Event).OfType<ModelCalled>().Select(e => e.Call).ToList();
        (calls[0].Cost, calls[0].CachedTokens, calls[0].Transcript).ShouldBe((0.004125m, 1024, "dd"));
        (calls[1].Fault, calls[1].Attempts).ShouldBe((ModelFault.RateLimited, 4));
        read[4].Event.ShouldBeOfType<TestWritten>().Written.Test!.Review!.Allowed.ShouldBeTrue();
        read[5].Event.ShouldBeOfType<TestsChecked>().Signals.Single().Failed.ShouldBe(["r1-mutation-1"]);
        read[6].Event.ShouldBe(new Selected(1, "sonnet", "r1-gpt:agentless-1", Abstained: null));
    }

    [Fact]
    public async Task A_writer_that_gives_up_waiting_leaves_the_others_alone()
    {
        await _database.Gate.WaitAsync(Token);
        using var impatient = new CancellationTokenSource();
        var given = _journal.AppendAsync("inc-a", 0, [new CancelRequested("ann")], impatient.Token);
        var patient = AppendAsync("inc-b", 0);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        _database.Gate.Release();
        (await patient).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_disk_that_refuses_the_write_is_told_to_the_caller_and_the_next_append_goes_through()
    {
        await AppendAsync("inc-a", 0);
        using (var connection = _database.Open())
        {
            connection.Run("CREATE TRIGGER Full BEFORE INSERT ON Journal BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
            (await Should.ThrowAsync<IOException>(() => AppendAsync("inc-a", 1))).Message.ShouldContain("disk is full");
            connection.Run("DROP TRIGGER Full");
        }

        (await AppendAsync("inc-a", 1))[0].Sequence.ShouldBe(2);
    }

    private async Task<List<RecordedEvent>> StoredAsync(string history)
    {
        using (var connection = _database.Open())
        {
            var sequence = 0;
            foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Golden", history), Token))
            {
                connection.Run(
                    "INSERT INTO Journal (Incident, Sequence, At, Event) VALUES ('inc-golden', $sequence, '2026-11-23T23:00:00.0000000Z', $event)",
                    ("$sequence", ++sequence), ("$event", line));
            }
        }

        return await ReadAsync("inc-golden");
    }
}
