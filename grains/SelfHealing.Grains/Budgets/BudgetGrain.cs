using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using SelfHealing.Budgets;
using SelfHealing.Models;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Grains.Budgets;

/// <summary>Keeps a tenant's account book.</summary>
/// <remarks>Reentrant, because many calls reserve at once: what gathers while one write is under way is written by the next.</remarks>
[Reentrant]
internal sealed class BudgetGrain : Grain, IBudgetGrain
{
    private readonly IPersistentState<BudgetState> _state;
    private readonly IOptionsMonitor<BudgetOptions> _options;
    private readonly TimeProvider _time;
    private readonly GatheredWrites _writes;

    public BudgetGrain([PersistentState("budget")] IPersistentState<BudgetState> state, IOptionsMonitor<BudgetOptions> options, TimeProvider time)
    {
        (_state, _options, _time) = (state, options, time);
        _writes = new GatheredWrites(() => _state.WriteStateAsync(CancellationToken.None));
    }

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    public async Task<string?> ReserveAsync(CallKey call, CallUse most, BudgetLimits incident, CallUse before, CancellationToken cancellationToken)
    {
        var (book, refusal) = Bookkeeping.Reserve(_state.State.Book, call, most, before, incident, _options.CurrentValue.OfTenant, Today);
        await WriteAsync(book);
        return refusal?.Sentence(refusal.Owner == BudgetOwner.Incident ? call.Incident : call.Tenant);
    }

    public Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken) => WriteAsync(Bookkeeping.Settle(_state.State.Book, call, used, Today));

    public Task CloseAsync(string incident, CancellationToken cancellationToken) => WriteAsync(Bookkeeping.Close(_state.State.Book, incident, Today));

    private async Task WriteAsync(AccountBook book)
    {
        if (ReferenceEquals(book, _state.State.Book))
        {
            return;
        }

        _state.State = new BudgetState { Book = book };
        try
        {
            await _writes.WriteAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What a tenant's budget holds.</summary>
[GenerateSerializer, Alias("BudgetState")]
public sealed class BudgetState
{
    /// <summary>The account book.</summary>
    [Id(0)] public AccountBook Book { get; set; } = AccountBook.Empty;
}
