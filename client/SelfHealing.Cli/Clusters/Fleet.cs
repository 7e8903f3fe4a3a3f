using SelfHealing.Admission;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Clusters;

/// <summary>The silos of the cluster: keeps as many running as there should be.</summary>
internal sealed class Fleet : IDisposable
{
    private readonly ClusterPlaces _places;
    private readonly HealthProbe _probe;
    private readonly ScalingRules _rules;
    private readonly TimeProvider _time;
    private readonly Action<Happening> _tell;
    private readonly long _began;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SupervisedProcess> _slots = [];
    private Scale _scale;

    public Fleet(ClusterPlaces places, HealthProbe probe, UpOptions options, TimeProvider time, Action<Happening> tell)
    {
        (_places, _probe, _rules, _time, _tell) = (places, probe, options.Rules, time, tell);
        _began = time.GetTimestamp();
        _scale = new Scale(options.Silos, TimeSpan.Zero);
        Match();
    }

    /// <summary>How many silos there should be.</summary>
    public int Desired => _scale.Desired;

    /// <summary>Whether every silo that there should be is ready for work.</summary>
    public bool IsReady => Silos is var silos && silos.Count >= Desired && silos.All(s => s.State == ProcessState.Ready);

    /// <summary>The silos by slot.</summary>
    public IReadOnlyList<SupervisedProcess> Silos
    {
        get
        {
            lock (_gate)
            {
                return [.. _slots.Values];
            }
        }
    }

    /// <summary>Starts the dead again, and more or fewer silos as the load asks for.</summary>
    /// <param name="report">What the cluster tells; null while it tells nothing.</param>
    public void Tend(AdmissionReport? report)
    {
        foreach (var silo in Silos)
        {
            silo.Tend();
        }

        _scale = SupervisorPolicy.Next(_scale, LoadOf(report), _time.GetElapsedTime(_began), _rules);
        if (_scale.Reason is { } reason)
        {
            _tell(new Happening("scale", reason));
        }

        Match();
    }

    public void Dispose()
    {
        foreach (var silo in Silos)
        {
            silo.Dispose();
        }
    }

    private ClusterLoad? LoadOf(AdmissionReport? report)
    {
        // The report remembers silos that have just gone; only those that run here count.
        var running = Silos.Where(s => s.State == ProcessState.Ready).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var able = report?.Silos.Where(s => s.Places > 0 && running.Contains(s.Name)).ToList() ?? [];
        return report is null ? null : new ClusterLoad(report.Queued, report.Running, report.Places, able.Count, able.Select(s => s.CpuShare).DefaultIfEmpty(0).Max());
    }

    /// <summary>Starts and stops silos until there are as many as there should be: the lowest free slots are filled, the highest emptied.</summary>
    private void Match()
    {
        lock (_gate)
        {
            foreach (var (slot, stopped) in _slots.Where(s => s.Value.State == ProcessState.Stopped).ToList())
            {
                stopped.Dispose();
                _slots.Remove(slot);
            }

            var active = _slots.Where(s => s.Value.State is not ProcessState.Stopping).Select(s => s.Key).ToList();
            for (var slot = 1; active.Count < Desired; slot++)
            {
                if (!_slots.ContainsKey(slot))
                {
                    var mine = slot;
                    _slots[slot] = new SupervisedProcess(ClusterPlaces.NameOf(slot), () => _places.Silo(mine), _probe, _time, _tell);
                    _slots[slot].Start();
                    active.Add(slot);
                }
            }

            foreach (var slot in active.OrderDescending().Take(active.Count - Desired))
            {
                _slots[slot].AskToStop();
            }
        }
    }
}
