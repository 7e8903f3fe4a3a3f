namespace SelfHealing.Cli.Clusters;

/// <summary>How a process of the cluster is.</summary>
internal enum ProcessState
{
    /// <summary>It was started and is not ready yet.</summary>
    Starting,

    /// <summary>It answers and is ready for work.</summary>
    Ready,

    /// <summary>It runs, but is not ready for work any more.</summary>
    Unwell,

    /// <summary>It died and is about to be started again.</summary>
    Waiting,

    /// <summary>It was asked to stop.</summary>
    Stopping,

    /// <summary>It has stopped, as it was asked to.</summary>
    Stopped,
}
