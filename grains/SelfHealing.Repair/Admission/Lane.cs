namespace SelfHealing.Repair.Admission;

/// <summary>What one tenant has of one repository.</summary>
internal sealed class Lane(TenantShare tenant, RepositoryLoad repository)
{
    private static readonly Comparer<KnownIncident> s_turns = Comparer<KnownIncident>.Create(KnownIncident.Compare);

    public TenantShare Tenant { get; } = tenant;

    public RepositoryLoad Repository { get; } = repository;

    public SortedSet<KnownIncident> Waiting { get; } = new(s_turns);

    /// <summary>Incidents of any standing.</summary>
    public int Known { get; set; }

    /// <summary>True while it is among its tenant's ready lanes: something waits, and its repository has room.</summary>
    public bool IsReady { get; set; }
}

/// <summary>What all tenants have running of one repository.</summary>
internal sealed class RepositoryLoad(string key)
{
    public string Key { get; } = key;

    public int Running { get; set; }

    public List<Lane> Lanes { get; } = [];
}

/// <summary>What one tenant has, and is due.</summary>
internal sealed class TenantShare(string name, double weight)
{
    // A lane in the set keeps its head: it is taken out before anything enters or leaves it.
    private static readonly Comparer<Lane> s_heads = Comparer<Lane>.Create((a, b) => KnownIncident.Compare(a.Waiting.Min!, b.Waiting.Min!));

    public string Name { get; } = name;

    public double Weight { get; } = weight;

    public int Queued { get; set; }

    public int Running { get; set; }

    /// <summary>Turns that it had, in shares of its weight: what tells tenants apart that run equally much.</summary>
    public double Turns { get; set; }

    public Dictionary<RepositoryLoad, Lane> Lanes { get; } = [];

    public SortedSet<Lane> Ready { get; } = new(s_heads);

    /// <summary>The open incident by what it reports.</summary>
    public Dictionary<string, KnownIncident> Alike { get; } = new(StringComparer.Ordinal);

    /// <summary>Whose turn comes first: the tenant that runs least for its weight, then the one that had the fewest turns for it.</summary>
    public static int Compare(TenantShare a, TenantShare b) =>
        (a.Running / a.Weight).CompareTo(b.Running / b.Weight) is var load && load != 0 ? load
        : a.Turns.CompareTo(b.Turns) is var turns && turns != 0 ? turns
        : string.CompareOrdinal(a.Name, b.Name);
}
