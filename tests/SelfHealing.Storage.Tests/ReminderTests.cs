using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.Storage.Tests;

public sealed class ReminderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reminder_rings_in_the_next_silo()
    {
        var key = "alarm-" + Guid.NewGuid();
        var ring = AlarmGrain.Rings.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using (var silo = await TestSilo.StartAsync(_folder.Data))
        {
            await silo.Grains.GetGrain<IAlarmGrain>(key).SetAsync(TimeSpan.FromSeconds(4));
            ring.Task.IsCompleted.ShouldBeFalse();
        }

        await using var next = await TestSilo.StartAsync(_folder.Data);
        await ring.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var grain = next.Grains.GetGrain<IAlarmGrain>(key);
        (await grain.IsSetAsync()).ShouldBeTrue();
        await grain.UnsetAsync();
        (await grain.IsSetAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(1u, 0x7FFF_FFFFu)]
    [InlineData(0x10u, 0xF000_0000u)]
    [InlineData(0xF000_0000u, 0x10u)]
    [InlineData(0x8000_0000u, 0xFFFF_FFFFu)]
    [InlineData(0x9000_0000u, 0x8000_0000u)]
    public async Task A_range_of_hashes_holds_the_reminders_of_that_part_of_the_ring(uint begin, uint end)
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        var table = silo.Services.GetRequiredService<IReminderTable>();
        var ids = Enumerable.Range(0, 200).Select(n => GrainId.Create("test", $"alarm-{n}")).ToList();
        foreach (var id in ids)
        {
            await table.UpsertRow(new ReminderEntry { GrainId = id, ReminderName = "alarm", StartAt = DateTime.UtcNow, Period = TimeSpan.FromMinutes(1) }, Token);
        }

        var found = await table.ReadRows(begin, end, Token);

        var expected = ids.Where(id => unchecked(id.GetUniformHashCode() - begin - 1) <= unchecked(end - begin - 1));
        found.Reminders.Select(r => r.GrainId).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_stored_reminder_keeps_its_time_and_a_stale_version_removes_nothing()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Data);
        var table = silo.Services.GetRequiredService<IReminderTable>();
        var start = new DateTime(2031, 5, 17, 23, 59, 58, DateTimeKind.Utc).AddTicks(1234567);
        var entry = new ReminderEntry { GrainId = GrainId.Create("test", "alarm-z"), ReminderName = "alarm", StartAt = start, Period = TimeSpan.FromMinutes(3) };
        var old = await table.UpsertRow(entry, Token);
        var current = await table.UpsertRow(entry, Token);

        var read = await table.ReadRow(entry.GrainId, "alarm", Token);
        read.ShouldNotBeNull().StartAt.ShouldBe(start);
        read.Period.ShouldBe(entry.Period);
        read.ETag.ShouldBe(current);
        (await table.RemoveRow(entry.GrainId, "alarm", old!, Token)).ShouldBeFalse();
        (await table.RemoveRow(entry.GrainId, "alarm", current!, Token)).ShouldBeTrue();
        (await table.ReadRows(entry.GrainId, Token)).Reminders.ShouldBeEmpty();
    }
}
