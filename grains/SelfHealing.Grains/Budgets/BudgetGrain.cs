using Microsoft.Extensions.Options;
using SelfHealing.Budgets;
using SelfHealing.Models;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Grains.Budgets;

/// <summary>Keeps a tenant's account book.</summary>
internal sealed class BudgetGrain(
    [PersistentState("budget")] IPersistentState<BudgetState> state, IOptionsMonitor<BudgetOptions> options, TimeProvider time) : Grain, IBudgetGrain
{
    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<string?> ReserveAsync(CallKey call, CallUse most, BudgetLimits incident, CallUse before, CancellationToken cancellationToken)
    {
        var (book, refusal) = Bookkeeping.Reserve(state.State.Book, call, most, before, incident, options.CurrentValue.OfTenant, Today);
        await WriteAsync(book);
        return refusal?.Sentence(refusal.Owner == BudgetOwner.Incident ? call.Incident : call.Tenant);
    }

    public Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken) => WriteAsync(Bookkeeping.Settle(state.State.Book, call, used, Today));

    public Task CloseAsync(string incident, CancellationToken cancellationToken) => WriteAsync(Bookkeeping.Close(state.State.Book, incident, Today));

    private async Task WriteAsync(AccountBook book)
    {
        var before = state.State;
        if (ReferenceEquals(book, before.Book))
        {
            return;
        }

        state.State = new BudgetState { Book = book };
        try
        {
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            state.State = before;
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
