namespace SelfHealing.Cli.Bench;

/// <summary>Works on one instance of a benchmark.</summary>
internal interface IInstanceRun
{
    /// <summary>What became of the instance; whatever breaks around it is its infrastructure fault.</summary>
    Task<InstanceResult> RunAsync(BenchInstance instance, CancellationToken cancellationToken);
}
