namespace SelfHealing.Cli.Clusters;

/// <summary>Shows a cluster while it runs.</summary>
internal interface IClusterDisplay
{
    /// <summary>Shows the cluster for as long as <paramref name="work"/> runs.</summary>
    /// <param name="look">The cluster as it is now.</param>
    /// <param name="work">The work that is shown.</param>
    Task RunAsync(Func<ClusterSnapshot> look, Func<Task> work);

    /// <summary>Told what happens.</summary>
    void Tell(Happening happening);
}
