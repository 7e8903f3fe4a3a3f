namespace SelfHealing.Cli.Bench.Panels;

/// <summary>The selector agents of one incident: the same judgement for whoever asks them.</summary>
internal sealed class Selectors(PanelPool pool, Random random)
{
    /// <summary>The candidate that looks best to one selector, which sees each with noise of its own (Gumbel: a logit choice).</summary>
    public PooledCandidate Choose(IEnumerable<PooledCandidate> shown) =>
        shown.MaxBy(c => pool.Looks[c.Behaviour] - Math.Log(-Math.Log(1 - random.NextDouble())))!;
}
