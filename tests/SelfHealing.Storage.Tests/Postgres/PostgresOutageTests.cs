using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using SelfHealing.Incidents;
using SelfHealing.Storage.Postgres;
using SelfHealing.TestDatabase;

namespace SelfHealing.Storage.Tests.Postgres;

/// <summary>Servers that are killed and restarted under their users.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private string _connectionString = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync(Token);
        _connectionString = await _server.CreateDatabaseAsync(Token);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Appends_go_on_over_a_kill_9_and_a_restart_of_the_server_and_every_acknowledged_event_is_there_once()
    {
        await using var database = PostgresTestDatabase.Open(_connectionString);
        await using var journal = new PostgresEventJournal(database, TimeProvider.System);
        using var end = new CancellationTokenSource();
        using var appended = new SemaphoreSlim(0);
        var acknowledged = new ConcurrentBag<RecordedEvent>();
        var appenders = Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            for (long last = 0, append = 0; !end.IsCancellationRequested; append++)
            {
                IReadOnlyList<RepairEvent> events = append % 3 == 0 ? [new StepStarted($"s{append}", 1), new Admitted()] : [new StepStarted($"s{append}", 1)];
                foreach (var recorded in await journal.AppendAsync($"inc-{n}", last, events, CancellationToken.None))
                {
                    acknowledged.Add(recorded);
                    last = recorded.Sequence;
                }

                appended.Release();
            }
        })).ToList();

        await WaitForAsync(appended, 300);
        await _server.KillAsync(Token);
        await _server.StartAgainAsync(Token);
        await WaitForAsync(appended, 300);
        await _server.RestartAsync(Token);
        await WaitForAsync(appended, 300);
        await end.CancelAsync();
        await Task.WhenAll(appenders);

        var stored = new List<RecordedEvent>();
        for (var n = 0; n < 16; n++)
        {
            stored.AddRange(await journal.ReadAsync($"inc-{n}", 0, Token).ToListAsync(Token));
        }

        stored.OrderBy(r => r.Incident, StringComparer.Ordinal).ThenBy(r => r.Sequence)
            .ShouldBe(acknowledged.OrderBy(r => r.Incident, StringComparer.Ordinal).ThenBy(r => r.Sequence));
    }

    [Fact]
    public async Task A_server_that_starts_late_is_waited_for()
    {
        await _server.KillAsync(Token);
        await using var database = PostgresTestDatabase.Open(_connectionString);
        var ready = database.ReadyAsync(Token);
        await _server.StartAgainAsync(Token);
        await ready;
    }

    [Fact]
    public async Task A_grains_state_is_written_over_a_restart_and_a_conflict_stays_one()
    {
        await using var silo = await TestSilo.StartAsync(_connectionString);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("test", "cnt-x");
        GrainState<Counter> owner = new(new Counter { Sum = 1 }), late = new();
        await storage.WriteStateAsync("counter", id, owner);
        await storage.ReadStateAsync("counter", id, late);

        await _server.KillAsync(Token);
        owner.State!.Sum = 2;
        var write = storage.WriteStateAsync("counter", id, owner);
        await _server.StartAgainAsync(Token);
        await write;

        await storage.ReadStateAsync("counter", id, owner);
        owner.State.Sum.ShouldBe(2);
        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, late));
    }

    private static async Task WaitForAsync(SemaphoreSlim appended, int count)
    {
        for (var n = 0; n < count; n++)
        {
            (await appended.WaitAsync(TimeSpan.FromMinutes(2), Token)).ShouldBeTrue("the appends went on");
        }
    }
}
