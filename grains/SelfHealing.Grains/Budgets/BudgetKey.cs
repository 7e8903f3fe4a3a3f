namespace SelfHealing.Grains.Budgets;

/// <summary>The key of a tenant's budget.</summary>
internal static class BudgetKey
{
    public static string Of(string tenant) => $"budget-{tenant}";
}
