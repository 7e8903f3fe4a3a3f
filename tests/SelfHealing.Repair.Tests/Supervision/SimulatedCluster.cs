using SelfHealing.Repair.Supervision;

namespace SelfHealing.Repair.Tests.Supervision;

/// <summary>A cluster whose silos take some seconds to start, with arrivals, repairs and deaths of chance.</summary>
internal sealed class SimulatedCluster(int seed, ScalingRules rules)
{
    private const int PlacesEach = 4;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly Random _chance = new(seed);
    private readonly List<int> _startingFor = [];
    private int _able = rules.Min;
    private int _open;

    public Scale Scale { get; private set; } = new(rules.Min, TimeSpan.Zero);

    /// <summary>Every number that was ever desired, with when.</summary>
    public List<(TimeSpan At, int Desired)> Changes { get; } = [];

    /// <summary>Lets seconds pass.</summary>
    /// <param name="from">When they begin.</param>
    /// <param name="seconds">How many.</param>
    /// <param name="load">Open incidents, by the second; null for a load of chance.</param>
    /// <param name="isCalm">True when no silo dies and the processors are free.</param>
    public SimulatedCluster Run(TimeSpan from, int seconds, Func<int, int>? load = null, bool isCalm = false)
    {
        for (var second = 0; second < seconds; second++)
        {
            _open = load?.Invoke(second) ?? Math.Max(0, _open + _chance.Next(-12, 13));
            if (!isCalm && _able > 0 && _chance.Next(40) == 0)
            {
                _able--;
            }

            Step(from + (Beat * second), isCalm);
        }

        return this;
    }

    private void Step(TimeSpan now, bool isCalm)
    {
        for (var i = _startingFor.Count - 1; i >= 0; i--)
        {
            if (--_startingFor[i] <= 0)
            {
                _startingFor.RemoveAt(i);
                _able++;
            }
        }

        var places = _able * PlacesEach;
        var running = Math.Min(_open, places);
        ClusterLoad? seen = !isCalm && _chance.Next(10) == 0 ? null : new ClusterLoad(_open - running, running, places, _able, isCalm ? 0.2 : _chance.NextDouble());
        var before = Scale.Desired;
        Scale = SupervisorPolicy.Next(Scale, seen, now, rules);
        if (Scale.Desired != before)
        {
            Changes.Add((now, Scale.Desired));
        }

        while (_able + _startingFor.Count < Scale.Desired)
        {
            _startingFor.Add(5);
        }

        if (_able > Scale.Desired)
        {
            _able = Scale.Desired;
        }
    }
}
