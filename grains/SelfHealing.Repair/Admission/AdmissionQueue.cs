using SelfHealing.Admission;

namespace SelfHealing.Repair.Admission;

/// <summary>The open incidents of all tenants, and whose turn it is. One caller at a time; every operation costs a logarithm of what waits.</summary>
/// <remarks>
/// Fair shares: the next place goes to the tenant that runs least for its weight; among equals to the one that had the fewest turns for its
/// weight (stride scheduling, Waldspurger and Weihl, 1995). Within a tenant the most urgent goes first, then the one submitted first. What a
/// limit holds back holds back nothing else. No place stays empty while something may take it, as long as the caller takes
/// <see cref="TakeNext"/> until it is null after every change.
/// </remarks>
public sealed class AdmissionQueue(AdmissionLimits limits)
{
    private static readonly Comparer<TenantShare> s_shares = Comparer<TenantShare>.Create(TenantShare.Compare);
    private readonly Dictionary<string, KnownIncident> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TenantShare> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RepositoryLoad> _repositories = new(StringComparer.Ordinal);
    private readonly SortedSet<TenantShare> _able = new(s_shares);
    private readonly EndingRate _endings = new();
    private double _turn;
    private long _order;

    /// <summary>Incidents that may run at once.</summary>
    public int Places { get; set; }

    /// <summary>Incidents that wait for their turn.</summary>
    public int Queued { get; private set; }

    /// <summary>Incidents that hold a place.</summary>
    public int Running { get; private set; }

    /// <summary>When the incident that waits longest was submitted; null when none waits. Reads all of them.</summary>
    public DateTimeOffset? OldestQueuedAt => Queued == 0
        ? null
        : new DateTimeOffset(_known.Values.Where(k => k.Standing == Standing.Queued).Min(k => k.SubmittedAt), TimeSpan.Zero);

    /// <summary>Each tenant that has queued or running incidents, by name.</summary>
    public IReadOnlyList<TenantLoad> Tenants =>
    [
        .. _tenants.Values.Where(t => t.Queued + t.Running > 0).OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => new TenantLoad(t.Name, t.Queued, t.Running)),
    ];

    /// <summary>The incidents that hold a place.</summary>
    public IReadOnlyList<string> RunningIncidents => [.. _known.Values.Where(k => k.Standing == Standing.Running).Select(k => k.Id)];

    /// <summary>The incidents that have left the queue: those that hold a place, and those that wait for a person.</summary>
    public IReadOnlyList<string> AdmittedIncidents => [.. _known.Values.Where(k => k.Standing != Standing.Queued).Select(k => k.Id)];

    /// <summary>True when the incident holds a place.</summary>
    public bool IsRunning(string incident) => _known.TryGetValue(incident, out var known) && known.Standing == Standing.Running;

    /// <summary>Offers an incident. One that is admitted already takes a place whatever the limits say: somebody resumed or approved it.</summary>
    /// <param name="entry">The incident.</param>
    /// <param name="now">The time by the queue's own clock.</param>
    public AdmissionAnswer Offer(IncidentEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_known.TryGetValue(entry.Incident, out var known))
        {
            return Again(known, entry.IsAdmitted, now);
        }

        if (entry.IsAdmitted)
        {
            return Admitted(Enter(entry, now));
        }

        var tenant = _tenants.GetValueOrDefault(entry.Tenant);
        if (limits.JoinsDuplicates && tenant is not null && tenant.Alike.TryGetValue(entry.Likeness, out var same))
        {
            return new AlreadyReported(same.Id);
        }

        if (MayStart(tenant, _repositories.GetValueOrDefault(entry.Repository)))
        {
            return Admitted(Enter(entry, now));
        }

        if (WhyFull(entry.Tenant, tenant) is { } why)
        {
            var wait = _endings.UntilNext(now);
            return new Refused($"{why} Nothing was recorded. Submit it again in {wait.TotalSeconds:0} s.", wait);
        }

        Enqueue(Enter(entry, now));
        return new Enqueued(Queued - 1);
    }

    /// <summary>Puts an incident that is recorded already where it belongs, whatever the limits say. What is known keeps its place.</summary>
    public void Restore(IncidentEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_known.TryGetValue(entry.Incident, out var known))
        {
            known = Enter(entry, now);
            if (!entry.IsAdmitted)
            {
                Enqueue(known);
                return;
            }

            Start(known);
        }
        else if (entry.IsAdmitted && known.Standing == Standing.Queued)
        {
            Dequeue(known);
            Start(known);
        }
    }

    /// <summary>Gives an incident its place again that waited for a person and goes on.</summary>
    public void Return(string incident)
    {
        if (_known.TryGetValue(incident, out var known) && known.Standing == Standing.Resting)
        {
            Start(known);
        }
    }

    /// <summary>Gives the incident whose turn it is a place; null when none may run.</summary>
    public string? TakeNext()
    {
        if (Running >= Places || _able.Min is not { } tenant)
        {
            return null;
        }

        var next = tenant.Ready.Min!.Waiting.Min!;
        Dequeue(next);
        Start(next);
        return next.Id;
    }

    /// <summary>Takes an incident's place, or its turn, back.</summary>
    /// <param name="incident">The incident; one that is not known changes nothing.</param>
    /// <param name="hasEnded">False when it waits for a person: it is still the one that repairs its trouble.</param>
    /// <param name="now">The time by the queue's own clock.</param>
    public void Release(string incident, bool hasEnded, DateTimeOffset now)
    {
        if (!_known.TryGetValue(incident, out var known))
        {
            return;
        }

        if (hasEnded && known.Standing == Standing.Running)
        {
            _endings.Ended(now);
        }

        Leave(known);
        if (hasEnded)
        {
            Forget(known);
        }
    }

    /// <summary>Sets right what lost calls left: takes in what is open and not known, and forgets what was known for a while and is not open.</summary>
    /// <param name="open">Every open incident.</param>
    /// <param name="left">Incidents that ended while they were read.</param>
    /// <param name="now">The time by the queue's own clock.</param>
    /// <param name="before">What was offered after this time may be recorded yet.</param>
    public void Reconcile(IReadOnlyList<IncidentEntry> open, IReadOnlySet<string> left, DateTimeOffset now, DateTimeOffset before)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(left);
        foreach (var entry in open.Where(e => !left.Contains(e.Incident)))
        {
            Restore(entry, now);
        }

        var listed = open.Select(e => e.Incident).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _known.Values.Where(k => k.Since < before.UtcTicks && !listed.Contains(k.Id)).ToList())
        {
            Leave(gone);
            Forget(gone);
        }
    }

    private AdmissionAnswer Again(KnownIncident known, bool isAdmitted, DateTimeOffset now)
    {
        known.Since = now.UtcTicks;
        if (known.Standing == Standing.Queued && !isAdmitted)
        {
            return new Enqueued(Queued - 1);
        }

        if (known.Standing == Standing.Queued)
        {
            Dequeue(known);
        }

        return known.Standing == Standing.Running ? new AdmittedAtOnce() : Admitted(known);
    }

    private AdmittedAtOnce Admitted(KnownIncident known)
    {
        Start(known);
        return new AdmittedAtOnce();
    }

    private bool MayStart(TenantShare? tenant, RepositoryLoad? repository) =>
        Running < Places && _able.Count == 0
        && (tenant?.Running ?? 0) < limits.RunningPerTenant && (repository?.Running ?? 0) < limits.RunningPerRepository;

    private string? WhyFull(string name, TenantShare? tenant) =>
        Queued >= limits.Queued
            ? $"The queue is full: {Queued:N0} incidents wait, as many as SelfHealing:Admission:MaxQueued allows."
        : (tenant?.Queued ?? 0) >= limits.QueuedPerTenant
            ? $"The queue of the tenant '{name}' is full: {tenant?.Queued ?? 0:N0} of its incidents wait, as many as SelfHealing:Admission:MaxQueuedPerTenant allows."
        : null;

    private KnownIncident Enter(IncidentEntry entry, DateTimeOffset now)
    {
        if (!_tenants.TryGetValue(entry.Tenant, out var tenant))
        {
            _tenants[entry.Tenant] = tenant = new TenantShare(entry.Tenant, limits.WeightOf(entry.Tenant));
        }

        if (!_repositories.TryGetValue(entry.Repository, out var repository))
        {
            _repositories[entry.Repository] = repository = new RepositoryLoad(entry.Repository);
        }

        if (!tenant.Lanes.TryGetValue(repository, out var lane))
        {
            tenant.Lanes[repository] = lane = new Lane(tenant, repository);
            repository.Lanes.Add(lane);
        }

        lane.Known++;
        var known = new KnownIncident(entry.Incident, lane, entry.Priority, entry.Likeness, entry.SubmittedAt, now, _order++) { Standing = Standing.Resting };
        tenant.Alike.TryAdd(entry.Likeness, known);
        return _known[entry.Incident] = known;
    }

    private void Forget(KnownIncident known)
    {
        var (lane, tenant, repository) = (known.Lane, known.Lane.Tenant, known.Lane.Repository);
        _known.Remove(known.Id);
        if (tenant.Alike.TryGetValue(known.Likeness, out var first) && first == known)
        {
            tenant.Alike.Remove(known.Likeness);
        }

        if (--lane.Known > 0)
        {
            return;
        }

        tenant.Lanes.Remove(repository);
        repository.Lanes.Remove(lane);
        if (tenant.Lanes.Count == 0)
        {
            _tenants.Remove(tenant.Name);
        }

        if (repository.Lanes.Count == 0)
        {
            _repositories.Remove(repository.Key);
        }
    }

    private void Leave(KnownIncident known)
    {
        switch (known.Standing)
        {
            case Standing.Queued:
                Dequeue(known);
                break;
            case Standing.Running:
                Stop(known);
                break;
        }
    }

    private void Enqueue(KnownIncident known)
    {
        var tenant = known.Lane.Tenant;
        Unready(known.Lane);
        known.Lane.Waiting.Add(known);
        known.Standing = Standing.Queued;
        (tenant.Queued, Queued) = (tenant.Queued + 1, Queued + 1);
        Reready(known.Lane);
    }

    private void Dequeue(KnownIncident known)
    {
        var tenant = known.Lane.Tenant;
        Unready(known.Lane);
        known.Lane.Waiting.Remove(known);
        known.Standing = Standing.Resting;
        (tenant.Queued, Queued) = (tenant.Queued - 1, Queued - 1);
        Reready(known.Lane);
    }

    private void Start(KnownIncident known)
    {
        var (tenant, repository) = (known.Lane.Tenant, known.Lane.Repository);
        _able.Remove(tenant);
        _turn = Math.Max(_turn, tenant.Turns);
        tenant.Turns += 1 / tenant.Weight;
        known.Standing = Standing.Running;
        (tenant.Running, Running) = (tenant.Running + 1, Running + 1);
        if (++repository.Running == limits.RunningPerRepository)
        {
            repository.Lanes.ForEach(Unready);
        }

        Reable(tenant);
    }

    private void Stop(KnownIncident known)
    {
        var (tenant, repository) = (known.Lane.Tenant, known.Lane.Repository);
        _able.Remove(tenant);
        known.Standing = Standing.Resting;
        (tenant.Running, Running) = (tenant.Running - 1, Running - 1);
        if (repository.Running-- == limits.RunningPerRepository)
        {
            repository.Lanes.ForEach(Reready);
        }

        Reable(tenant);
    }

    private void Unready(Lane lane)
    {
        if (lane.IsReady)
        {
            lane.IsReady = false;
            lane.Tenant.Ready.Remove(lane);
            Reable(lane.Tenant);
        }
    }

    private void Reready(Lane lane)
    {
        if (!lane.IsReady && lane.Waiting.Count > 0 && lane.Repository.Running < limits.RunningPerRepository)
        {
            lane.IsReady = true;
            lane.Tenant.Ready.Add(lane);
        }

        Reable(lane.Tenant);
    }

    // Before a tenant's running incidents or turns change it is taken out of the set, which is ordered by them. Turns that a tenant did
    // not use while it had nothing to run are not saved up.
    private void Reable(TenantShare tenant)
    {
        if (tenant.Ready.Count == 0 || tenant.Running >= limits.RunningPerTenant)
        {
            _able.Remove(tenant);
        }
        else if (!_able.Contains(tenant))
        {
            tenant.Turns = Math.Max(tenant.Turns, _turn);
            _able.Add(tenant);
        }
    }
}
