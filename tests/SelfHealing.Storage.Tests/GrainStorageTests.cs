using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using SelfHealing.Budgets;
using SelfHealing.Models;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

public sealed class GrainStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Grain_state_survives_a_restart_of_the_silo()
    {
        await using (var silo = await TestSilo.StartAsync(_folder.Data))
        {
            await silo.Grains.GetGrain<ICounterGrain>("cnt-a").AddAsync(40);
            await silo.Grains.GetGrain<ICounterGrain>("cnt-a").AddAsync(2);
            await silo.Grains.GetGrain<ICounterGrain>("cnt-b").AddAsync(7);
        }

        await using var next = await TestSilo.StartAsync(_folder.Data);
        (await next.Grains.GetGrain<ICounterGrain>("cnt-a").GetAsync()).ShouldBe(42);
        (await next.Grains.GetGrain<ICounterGrain>("cnt-b").GetAsync()).ShouldBe(7);
        (await next.Grains.GetGrain<ICounterGrain>("cnt-c").GetAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_tenants_account_book_is_stored_as_it_was()
    {
        var book = new AccountBook
        {
            Incidents = ImmutableDictionary<string, IncidentAccount>.Empty.Add("inc-a", new IncidentAccount
            {
                Before = new CallUse(1, 0.1m),
                Spent = new CallUse(2, 0.2m),
                Reserved = ImmutableDictionary<string, Reservation>.Empty.Add("code-1-gpt:agentless/1#d", new Reservation(new CallUse(3, 0.3m), "2026-11-25")),
                Day = "2026-11-25",
            }),
            Days = ImmutableDictionary<string, CallUse>.Empty.Add("2026-11-25", new CallUse(5, 0.000001m)),
        };
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("test", "budget-x");
        await storage.WriteStateAsync("budget", id, new GrainState<AccountBook>(book));
        GrainState<AccountBook> read = new();
        await storage.ReadStateAsync("budget", id, read);

        JsonSerializer.Serialize(read.State, StoredJson.Options).ShouldBe(JsonSerializer.Serialize(book, StoredJson.Options));
        read.State!.Incidents["inc-a"].Reserved.Single().Value.ShouldBe(new Reservation(new CallUse(3, 0.3m), "2026-11-25"));
    }

    [Fact]
    public async Task A_write_with_a_stale_version_is_a_conflict()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
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
    }

    [Fact]
    public async Task A_write_to_a_cleared_state_with_its_old_version_is_a_conflict()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = GrainId.Create("test", "cnt-y");
        GrainState<Counter> owner = new(new Counter { Sum = 1 }), late = new();
        await storage.WriteStateAsync("counter", id, owner);
        await storage.ReadStateAsync("counter", id, late);
        await storage.ClearStateAsync("counter", id, owner);

        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, late));
    }

    [Fact]
    public async Task A_cleared_grain_can_be_written_again()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        var grain = silo.Grains.GetGrain<ICounterGrain>("cnt-again");
        await grain.AddAsync(5);
        await grain.ClearAsync();
        (await grain.AddAsync(1)).ShouldBe(1);
        (await grain.AddAsync(1)).ShouldBe(2);
    }

    [Fact]
    public async Task State_is_stored_without_names_of_types()
    {
        await using (var silo = await TestSilo.StartAsync(_folder.Data))
        {
            await silo.Grains.GetGrain<ICounterGrain>("cnt-json").AddAsync(9);
        }

        using var database = new SqliteDatabase(_folder.Data.Database);
        using var connection = database.Open();
        connection.Ask("SELECT CAST(Payload AS TEXT) FROM GrainState").ShouldBe("""{"sum":9,"lastDay":"friday"}""");
    }

    [Fact]
    public async Task Sixty_four_grains_write_at_once_and_none_fails()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async n =>
        {
            for (var i = 0; i < 5; i++)
            {
                await silo.Grains.GetGrain<ICounterGrain>($"cnt-{n}").AddAsync(1);
            }
        }));
        using var database = new SqliteDatabase(_folder.Data.Database);
        using var connection = database.Open();
        connection.Ask("SELECT count(*) FROM GrainState WHERE Version = 5").ShouldBe(64L);
    }
}
