using System.ComponentModel.DataAnnotations;
using SelfHealing.Budgets;
using SelfHealing.Incidents;
using SelfHealing.Models;

namespace SelfHealing.Grains.Budgets;

/// <summary>What may be spent on chat models. Section <c>SelfHealing:Budgets</c>. Money is counted by the prices of <c>SelfHealing:Models</c>.</summary>
public sealed class BudgetOptions
{
    /// <summary>Most money that an incident may spend when its report names none.</summary>
    /// <value>US dollars, from 0 to 1000000. The default value is 5.</value>
    [Range(typeof(decimal), "0", "1000000")]
    public decimal IncidentCost { get; set; } = 5;

    /// <summary>Most tokens, read and written, that an incident may use when its report names none.</summary>
    /// <value>From 0 to 1000000000000. The default value is 5000000.</value>
    [Range(0, 1_000_000_000_000)]
    public long IncidentTokens { get; set; } = 5_000_000;

    /// <summary>Most money that a report may ask for.</summary>
    /// <value>US dollars, from <see cref="IncidentCost"/> to 1000000. The default value is 100.</value>
    [Range(typeof(decimal), "0", "1000000")]
    public decimal MostIncidentCost { get; set; } = 100;

    /// <summary>Most tokens that a report may ask for.</summary>
    /// <value>From <see cref="IncidentTokens"/> to 1000000000000. The default value is 100000000.</value>
    [Range(0, 1_000_000_000_000)]
    public long MostIncidentTokens { get; set; } = 100_000_000;

    /// <summary>Most money that all incidents of a tenant may spend on one day (UTC).</summary>
    /// <value>US dollars, from 0 to 1000000000. The default value is 100.</value>
    [Range(typeof(decimal), "0", "1000000000")]
    public decimal TenantCostPerDay { get; set; } = 100;

    /// <summary>Most tokens, read and written, that all incidents of a tenant may use on one day (UTC).</summary>
    /// <value>From 0 to 1000000000000. The default value is 200000000.</value>
    [Range(0, 1_000_000_000_000)]
    public long TenantTokensPerDay { get; set; } = 200_000_000;

    internal BudgetLimits OfTenant => new(TenantTokensPerDay, TenantCostPerDay);

    /// <summary>The limits of one incident: its report's, within what a report may ask for.</summary>
    internal BudgetLimits Of(CallTerms terms) => new(
        Math.Min(terms.MaxTokens ?? IncidentTokens, MostIncidentTokens), Math.Min(terms.MaxCost ?? IncidentCost, MostIncidentCost));

    /// <summary>Why a report asks for more than it may, or null.</summary>
    internal string? WhyTooMuch(IncidentReport report) =>
        report.MaxCost > MostIncidentCost
            ? $"An incident may spend ${MostIncidentCost:0.00##} at most, and ${report.MaxCost:0.00##} was asked for. Ask for less with --max-cost, or raise SelfHealing:Budgets:MostIncidentCost."
        : report.MaxTokens > MostIncidentTokens
            ? $"An incident may use {MostIncidentTokens:N0} tokens at most, and {report.MaxTokens:N0} were asked for. Ask for fewer with --max-tokens, or raise SelfHealing:Budgets:MostIncidentTokens."
        : null;
}
