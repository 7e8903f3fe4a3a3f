namespace SelfHealing.Repair.Admission;

/// <summary>What bounds the queue and what runs, beside the places of the silos.</summary>
public sealed record AdmissionLimits
{
    /// <summary>Most incidents of one repository that run at once.</summary>
    public int RunningPerRepository { get; init; } = int.MaxValue;

    /// <summary>Most incidents of one tenant that run at once.</summary>
    public int RunningPerTenant { get; init; } = int.MaxValue;

    /// <summary>Most incidents that wait.</summary>
    public int Queued { get; init; } = int.MaxValue;

    /// <summary>Most incidents of one tenant that wait.</summary>
    public int QueuedPerTenant { get; init; } = int.MaxValue;

    /// <summary>Whether a report of a trouble that an open incident of the same tenant repairs is joined to that one.</summary>
    public bool JoinsDuplicates { get; init; } = true;

    /// <summary>How much of the places each tenant is due beside the others; a tenant that is not named weighs 1.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    internal double WeightOf(string tenant) => Weights.TryGetValue(tenant, out var weight) ? weight : 1;
}
