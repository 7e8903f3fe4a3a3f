namespace SelfHealing.Repair.Budgets;

/// <summary>Why a call was not granted.</summary>
/// <param name="Owner">Whose budget does not hold it.</param>
/// <param name="Measure">What is short.</param>
/// <param name="Limit">The budget's size: tokens or US dollars.</param>
/// <param name="Held">What is spent or reserved of it.</param>
/// <param name="Asked">The most that the call might use.</param>
public sealed record BudgetRefusal(BudgetOwner Owner, BudgetMeasure Measure, decimal Limit, decimal Held, decimal Asked)
{
    /// <summary>The refusal as a sentence: which budget, its size, and what to do.</summary>
    /// <param name="call">The incident's id or the tenant's name, by <see cref="Owner"/>.</param>
    public string Sentence(string call) => Owner switch
    {
        BudgetOwner.Incident =>
            $"The budget of {Amount(Limit)} of incident {call} does not hold another call: {Amount(Held)} is spent or reserved, and the call might use {Amount(Asked)}. "
            + $"Give the next one more with {(Measure == BudgetMeasure.Money ? "--max-cost DOLLARS" : "--max-tokens N")}.",
        _ =>
            $"The budget of {Amount(Limit)} a day of tenant '{call}' does not hold another call: {Amount(Held)} is spent or reserved, and the call might use {Amount(Asked)}. "
            + $"Wait until tomorrow (UTC), or raise SelfHealing:Budgets:{(Measure == BudgetMeasure.Money ? "TenantCostPerDay" : "TenantTokensPerDay")}.",
    };

    private string Amount(decimal amount) => Measure == BudgetMeasure.Money ? $"${amount:0.00##}" : $"{amount:N0} tokens";
}

/// <summary>Whose budget it is.</summary>
public enum BudgetOwner
{
    /// <summary>One incident's, for its whole life.</summary>
    Incident,

    /// <summary>A tenant's, for one day (UTC).</summary>
    Tenant,
}

/// <summary>What a budget counts.</summary>
public enum BudgetMeasure
{
    /// <summary>Tokens, read and written.</summary>
    Tokens,

    /// <summary>US dollars.</summary>
    Money,
}
