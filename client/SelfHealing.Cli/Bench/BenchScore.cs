namespace SelfHealing.Cli.Bench;

/// <summary>The running score: what is done, what runs, what is left.</summary>
internal sealed class BenchScore(string name, IReadOnlyList<BenchInstance> instances, Dictionary<string, InstanceResult> results)
{
    private readonly List<string> _running = [];
    private readonly int _kept = results.Count;

    /// <summary>Held while the score changes or is drawn.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Told of every result.</summary>
    public Action<InstanceResult> Told { get; set; } = _ => { };

    public string Name => name;

    public int Total => instances.Count;

    public int Done => InOrder.Count;

    /// <summary>Results that an earlier run left.</summary>
    public int Kept => _kept;

    public IReadOnlyList<string> Running => _running;

    /// <summary>Instances without a result, in order.</summary>
    public IReadOnlyList<BenchInstance> Left => [.. instances.Where(i => !results.ContainsKey(i.Id))];

    /// <summary>The results, in the benchmark's order.</summary>
    public IReadOnlyList<InstanceResult> InOrder => [.. instances.Select(i => results.GetValueOrDefault(i.Id)).OfType<InstanceResult>()];

    public void Begin(BenchInstance instance)
    {
        lock (Gate)
        {
            _running.Add(instance.Id);
        }
    }

    public void End(InstanceResult result)
    {
        lock (Gate)
        {
            _running.Remove(result.Id);
            results[result.Id] = result;
        }

        Told(result);
    }
}
