using System.Collections.Concurrent;

namespace SelfHealing.Storage.Tests;

[Alias("IAlarmGrain")]
public interface IAlarmGrain : IGrainWithStringKey
{
    Task SetAsync(TimeSpan period);

    Task<bool> IsSetAsync();

    Task UnsetAsync();
}

public sealed class AlarmGrain : Grain, IAlarmGrain, IRemindable
{
    /// <summary>Ends at the first tick of a grain, by key.</summary>
    internal static ConcurrentDictionary<string, TaskCompletionSource> Rings { get; } = new(StringComparer.Ordinal);

    public Task SetAsync(TimeSpan period) => this.RegisterOrUpdateReminder("alarm", period, period);

    public async Task<bool> IsSetAsync() => await this.GetReminder("alarm") is not null;

    public async Task UnsetAsync() =>
        await this.UnregisterReminder(await this.GetReminder("alarm") ?? throw new InvalidOperationException("No alarm is set."));

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Rings[this.GetPrimaryKeyString()].TrySetResult();
        return Task.CompletedTask;
    }
}
