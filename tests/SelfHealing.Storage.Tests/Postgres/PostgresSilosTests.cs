using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using SelfHealing.TestDatabase;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class PostgresSilosTests : IAsyncLifetime
{
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.Shared).CreateDatabaseAsync(Token);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_silos_find_each_other_and_state_outlives_both()
    {
        await using (var one = await TestSilo.StartAsync(_database))
        {
            await using var other = await TestSilo.StartAsync(_database);
            await Task.WhenAll(Enumerable.Range(0, 32).Select(n => (n % 2 == 0 ? one : other).Grains.GetGrain<ICounterGrain>($"cnt-{n}").AddAsync(n)));
            var management = one.Grains.GetGrain<IManagementGrain>(0);
            (await management.GetHosts(onlyActive: true, Token)).Count.ShouldBe(2);
            (await Task.WhenAll(Enumerable.Range(0, 32).Select(n => other.Grains.GetGrain<ICounterGrain>($"cnt-{n}").GetAsync()))).ShouldBe(Enumerable.Range(0, 32));
        }

        await using var next = await TestSilo.StartAsync(_database);
        (await next.Grains.GetGrain<ICounterGrain>("cnt-31").GetAsync()).ShouldBe(31);
    }

    [Fact]
    public async Task A_write_with_a_stale_version_is_a_conflict()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("test", "cnt-x");
        GrainState<Counter> first = new(new Counter { Sum = 1 }), second = new(new Counter { Sum = 2 });
        await storage.WriteStateAsync("counter", id, first);

        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, second));

        await storage.ReadStateAsync("counter", id, second);
        second.State!.Sum.ShouldBe(1);
        second.State.Sum = 3;
        await storage.WriteStateAsync("counter", id, second);
        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, first));
        await Should.ThrowAsync<InconsistentStateException>(() => storage.ClearStateAsync("counter", id, first));
        await storage.ReadStateAsync("counter", id, first);
        first.State!.Sum.ShouldBe(3);

        await storage.ClearStateAsync("counter", id, first);
        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, second));
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter { Sum = 4 }));
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_one_wins()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("test", "cnt-race");
        var wins = new ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            try
            {
                await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter { Sum = n }));
                wins.Add(n);
            }
            catch (InconsistentStateException)
            {
                // Another was first.
            }
        })));
        var read = new GrainState<Counter>();
        await storage.ReadStateAsync("counter", id, read);
        wins.ShouldBe([read.State!.Sum]);
    }

    [Fact]
    public async Task A_reminder_rings_in_the_next_silo()
    {
        var key = "alarm-" + Guid.NewGuid();
        var ring = AlarmGrain.Rings.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using (var silo = await TestSilo.StartAsync(_database))
        {
            await silo.Grains.GetGrain<IAlarmGrain>(key).SetAsync(TimeSpan.FromSeconds(4));
        }

        await using var next = await TestSilo.StartAsync(_database);
        await ring.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        var grain = next.Grains.GetGrain<IAlarmGrain>(key);
        (await grain.IsSetAsync()).ShouldBeTrue();
        await grain.UnsetAsync();
        (await grain.IsSetAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(1u, 0x7FFF_FFFFu)]
    [InlineData(0xF000_0000u, 0x10u)]
    [InlineData(0x9000_0000u, 0x8000_0000u)]
    public async Task A_range_of_hashes_holds_the_reminders_of_that_part_of_the_ring(uint begin, uint end)
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var table = silo.Services.GetRequiredService<IReminderTable>();
        var ids = Enumerable.Range(0, 100).Select(n => GrainId.Create("test", $"alarm-{n}")).ToList();
        var start = new DateTime(2031, 5, 17, 23, 59, 58, DateTimeKind.Utc).AddMicroseconds(123456);
        foreach (var id in ids)
        {
            await table.UpsertRow(new ReminderEntry { GrainId = id, ReminderName = "alarm", StartAt = start, Period = TimeSpan.FromMinutes(1) }, Token);
        }

        var found = await table.ReadRows(begin, end, Token);

        found.Reminders.Select(r => r.GrainId).ShouldBe(ids.Where(id => unchecked(id.GetUniformHashCode() - begin - 1) <= unchecked(end - begin - 1)), ignoreOrder: true);
        found.Reminders.ShouldAllBe(r => r.StartAt == start);
    }

    [Fact]
    public async Task The_membership_table_keeps_its_contract()
    {
        await using var silo = await TestSilo.StartAsync(_database);
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        var before = await table.ReadAllAsync(Token);
        var entry = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(System.Net.IPAddress.Loopback, 40000, 7),
            SiloName = "gone",
            HostName = "here",
            Status = SiloStatus.Dead,
            ProxyPort = 40001,
            StartTime = DateTime.UtcNow.AddDays(-3),
            IAmAliveTime = DateTime.UtcNow.AddDays(-2),
        };
        (await table.InsertRowAsync(entry, before.Version.Next(), Token)).ShouldBeTrue();
        (await table.InsertRowAsync(entry, before.Version.Next(), Token)).ShouldBeFalse();

        entry.AddSuspector(SiloAddress.New(System.Net.IPAddress.Loopback, 40002, 8), DateTime.UtcNow.AddDays(-2));
        var after = await table.ReadAllAsync(Token);
        var etag = after.Members.Single(m => m.Item1.SiloName == "gone").Item2;
        (await table.UpdateRowAsync(entry, etag, before.Version.Next(), Token)).ShouldBeFalse();
        (await table.UpdateRowAsync(entry, etag, after.Version.Next(), Token)).ShouldBeTrue();
        (await table.ReadRowAsync(entry.SiloAddress, Token)).Members.Single().Item1.SuspectTimes!.Count.ShouldBe(1);

        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddDays(-1), Token);
        (await table.ReadAllAsync(Token)).Members.Select(m => m.Item1.SiloName).ShouldNotContain("gone");
        (await table.ReadAllAsync(Token)).Members.Count.ShouldBe(before.Members.Count);
    }
}
