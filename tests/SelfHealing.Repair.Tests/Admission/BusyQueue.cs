using SelfHealing.Admission;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Repair.Tests.Admission;

/// <summary>A queue under a seeded load, beside a naive account of what it should hold.</summary>
internal sealed class BusyQueue
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _chance;
    private readonly AdmissionLimits _limits;
    private readonly AdmissionQueue _queue;
    private readonly List<IncidentEntry> _waiting = [];
    private readonly List<IncidentEntry> _running = [];
    private readonly List<IncidentEntry> _resting = [];
    private string? _overtook;
    private bool _wasForced;
    private DateTimeOffset _now = Start;
    private int _number;

    public BusyQueue(int seed)
    {
        _chance = new Random(seed);
        _limits = new AdmissionLimits
        {
            RunningPerRepository = _chance.Next(1, 5),
            RunningPerTenant = _chance.Next(1, 8),
            Queued = _chance.Next(5, 60),
            QueuedPerTenant = _chance.Next(3, 30),
            JoinsDuplicates = _chance.Next(2) == 0,
            Weights = new Dictionary<string, double>(StringComparer.Ordinal) { ["t1"] = 3, ["t2"] = 0.5 },
        };
        _queue = new AdmissionQueue(_limits) { Places = _chance.Next(0, 10) };
    }

    public static IncidentEntry Entry(string id, string tenant, string repository, IncidentPriority priority, string? likeness = null) =>
        new(id, tenant, priority, repository, likeness ?? id, Start, IsAdmitted: false);

    /// <summary>Something happens: an offer, an end, a wait for a person, a cancellation, a resume, a silo that comes or goes.</summary>
    public void Step()
    {
        _now += TimeSpan.FromSeconds(_chance.Next(3));
        switch (_chance.Next(20))
        {
            case < 10:
                Offer();
                break;
            case < 15 when _running.Count > 0:
                Release(Any(_running), hasEnded: true);
                break;
            case 15 when _running.Count > 0:
                Release(Any(_running), hasEnded: false);
                break;
            case 16 when _waiting.Count > 0:
                Release(Any(_waiting), hasEnded: true);
                break;
            case 17 when _resting.Count > 0:
                GoOn(Any(_resting));
                break;
            case 18:
                _queue.Places = _chance.Next(0, 12);
                break;
            case 19:
                Reconcile();
                break;
        }

        while (_queue.TakeNext() is { } next)
        {
            Took(_waiting.Single(w => w.Incident == next));
        }
    }

    public string? WhatExceeds() => _wasForced ? null
        : _running.GroupBy(r => r.Repository).Any(g => g.Count() > _limits.RunningPerRepository) ? "repository"
        : _running.GroupBy(r => r.Tenant).Any(g => g.Count() > _limits.RunningPerTenant) ? "tenant"
        : _waiting.Count > _limits.Queued || _waiting.GroupBy(r => r.Tenant).Any(g => g.Count() > _limits.QueuedPerTenant) ? "queue" : null;

    public string? WhatWaitsForNothing() => _running.Count < _queue.Places && _waiting.FirstOrDefault(MayRun) is { } idle ? idle.ToString() : null;

    public string? WhatOvertook() => _overtook;

    public string? WhatDoesNotAddUp()
    {
        var tenants = _waiting.Concat(_running).GroupBy(e => e.Tenant).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new TenantLoad(g.Key, g.Count(_waiting.Contains), g.Count(_running.Contains)));
        return _queue.Queued == _waiting.Count && _queue.Running == _running.Count && _queue.Tenants.SequenceEqual(tenants)
            && _queue.RunningIncidents.Order(StringComparer.Ordinal).SequenceEqual(_running.Select(r => r.Incident).Order(StringComparer.Ordinal))
                ? null : $"{_queue.Queued} {_waiting.Count} {_queue.Running} {_running.Count}";
    }

    public string? WhatAnotherOfferChanges()
    {
        if (_waiting.Concat(_running).ToList() is not { Count: > 0 } open)
        {
            return null;
        }

        var entry = Any(open);
        var answer = _queue.Offer(entry with { Incident = new string(entry.Incident) }, _now);
        return (answer is AdmittedAtOnce) == _running.Contains(entry) && answer is AdmittedAtOnce or Enqueued ? WhatDoesNotAddUp() : answer.ToString();
    }

    private void Offer()
    {
        var entry = Entry(
            $"inc-{_number++}", $"t{_chance.Next(4)}", $"repo-{_chance.Next(3)}", (IncidentPriority)_chance.Next(4), $"like-{_chance.Next(40)}");
        var isOpen = _waiting.Concat(_running).Concat(_resting).Any(e => e.Tenant == entry.Tenant && e.Likeness == entry.Likeness);
        var answer = _queue.Offer(entry, _now);
        (answer is AlreadyReported).ShouldBe(isOpen && _limits.JoinsDuplicates);
        switch (answer)
        {
            case AdmittedAtOnce:
                _overtook ??= _waiting.Where(MayRun).Any() ? $"{entry} at once" : null;
                _running.Add(entry);
                break;
            case Enqueued queued:
                queued.Ahead.ShouldBe(_waiting.Count);
                _waiting.Add(entry);
                break;
            case Refused refused:
                refused.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
                refused.Reason.ShouldContain("SelfHealing:Admission:MaxQueued");
                break;
        }
    }

    private void Release(IncidentEntry entry, bool hasEnded)
    {
        _queue.Release(entry.Incident, hasEnded, _now);
        _running.Remove(entry);
        _waiting.Remove(entry);
        if (!hasEnded)
        {
            _resting.Add(entry);
        }
    }

    private void GoOn(IncidentEntry entry)
    {
        _queue.Offer(entry with { IsAdmitted = true }, _now).ShouldBeOfType<AdmittedAtOnce>();
        _resting.Remove(entry);
        _running.Add(entry);
        _wasForced = true;
    }

    // The index has everything that is open, and one incident of which a call was lost.
    private void Reconcile()
    {
        var lost = Entry($"inc-{_number++}", "t3", "repo-1", IncidentPriority.Normal);
        _waiting.Add(lost);
        _wasForced = true;
        IncidentEntry[] open =
        [
            .. _waiting,
            .. _running.Concat(_resting).Select(r => r with { IsAdmitted = true }),
            Entry("inc-ended", "t0", "repo-0", IncidentPriority.Normal),
        ];
        _queue.Reconcile(open, new HashSet<string>(StringComparer.Ordinal) { "inc-ended" }, _now, _now + TimeSpan.FromDays(1));
    }

    private void Took(IncidentEntry entry)
    {
        var first = _waiting.Where(w => w.Tenant == entry.Tenant && (w == entry || MayRun(w)))
            .OrderByDescending(w => w.Priority).ThenBy(w => int.Parse(w.Incident.AsSpan(4))).First();
        _overtook ??= first == entry ? null : $"{entry} before {first}";
        _waiting.Remove(entry);
        _running.Add(entry);
    }

    private bool MayRun(IncidentEntry entry) =>
        _running.Count(r => r.Repository == entry.Repository) < _limits.RunningPerRepository && _running.Count(r => r.Tenant == entry.Tenant) < _limits.RunningPerTenant;

    private IncidentEntry Any(List<IncidentEntry> of) => of[_chance.Next(of.Count)];
}
