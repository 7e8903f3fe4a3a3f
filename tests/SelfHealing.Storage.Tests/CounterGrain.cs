namespace SelfHealing.Storage.Tests;

[Alias("ICounterGrain")]
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int number);

    Task<int> GetAsync();

    Task ClearAsync();
}

[GenerateSerializer, Alias("Counter")]
public sealed class Counter
{
    [Id(0)] public int Sum { get; set; }

    [Id(1)] public DayOfWeek LastDay { get; set; }
}

public sealed class CounterGrain([PersistentState("counter")] IPersistentState<Counter> counter) : Grain, ICounterGrain
{
    public async Task<int> AddAsync(int number)
    {
        counter.State.Sum += number;
        counter.State.LastDay = DayOfWeek.Friday;
        await counter.WriteStateAsync();
        return counter.State.Sum;
    }

    public Task<int> GetAsync() => Task.FromResult(counter.State.Sum);

    public Task ClearAsync() => counter.ClearStateAsync();
}
