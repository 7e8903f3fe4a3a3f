namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Grades predictions that are there already, without repairing anything.</summary>
internal sealed class GradingRun(SweGrader grader, SweBenchmark benchmark, IReadOnlyDictionary<string, Prediction> predictions, TimeProvider time) : IInstanceRun
{
    public async Task<InstanceResult> RunAsync(BenchInstance instance, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var prediction = predictions[instance.Id];
            var unresolved = await grader.WhyUnresolvedAsync(benchmark[instance.Id], prediction.Patch ?? "", cancellationToken);
            return new InstanceResult(
                instance.Id, unresolved is null ? "resolved" : "unresolved", Plausible: unresolved is null, Correct: unresolved is null,
                Math.Round(time.GetElapsedTime(began).TotalSeconds, 2), 0, null, prediction.Model, [], null, Ceiling: unresolved is null, unresolved);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return InstanceResult.Without(instance.Id, InstanceResult.InfrastructureStatus, time.GetElapsedTime(began).TotalSeconds, IncidentRun.Sentence(e));
        }
    }
}
