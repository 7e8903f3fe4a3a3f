using System.Collections.Immutable;
using SelfHealing.Models;

namespace SelfHealing.Budgets;

/// <summary>What a tenant spent and reserved. Small: an incident that ended leaves only its part of a day's sum.</summary>
[GenerateSerializer, Immutable, Alias("AccountBook")]
public sealed record AccountBook
{
    /// <summary>A book without entries.</summary>
    public static AccountBook Empty { get; } = new();

    /// <summary>Accounts of open incidents, by incident.</summary>
    [Id(0)] public ImmutableDictionary<string, IncidentAccount> Incidents { get; init; } = ImmutableDictionary<string, IncidentAccount>.Empty;

    /// <summary>What was spent on a day (UTC, <c>yyyy-MM-dd</c>), today and yesterday.</summary>
    [Id(1)] public ImmutableDictionary<string, CallUse> Days { get; init; } = ImmutableDictionary<string, CallUse>.Empty;
}

/// <summary>One open incident's account.</summary>
[GenerateSerializer, Immutable, Alias("IncidentAccount")]
public sealed record IncidentAccount
{
    /// <summary>What the incident had spent before this account was opened: the tenant's days hold it already.</summary>
    [Id(0)] public CallUse Before { get; init; } = new(0, 0);

    /// <summary>What was settled since.</summary>
    [Id(1)] public CallUse Spent { get; init; } = new(0, 0);

    /// <summary>Calls under way, by their marks.</summary>
    [Id(2)] public ImmutableDictionary<string, Reservation> Reserved { get; init; } = ImmutableDictionary<string, Reservation>.Empty;

    /// <summary>The day on which it last changed.</summary>
    [Id(3)] public string Day { get; init; } = "";
}

/// <summary>What one call under way may use at most.</summary>
/// <param name="Most">The most.</param>
/// <param name="Day">The day on which it was reserved.</param>
[GenerateSerializer, Immutable, Alias("Reservation")]
public sealed record Reservation(CallUse Most, string Day);
