using SelfHealing.Cli.Repositories;
using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Bench;

/// <summary>Takes one instance the whole way of an incident, and has its winner judged.</summary>
internal sealed class InstanceRun(ISelfHealingClient client, Grader grader, RunFolder folder, BenchOptions options) : IInstanceRun
{
    /// <summary>What became of the instance; whatever breaks around it is its infrastructure fault.</summary>
    public async Task<InstanceResult> RunAsync(BenchInstance instance, CancellationToken cancellationToken)
    {
        if (instance.TestCommand is null)
        {
            return InstanceResult.Without(instance.Id, InstanceResult.NoTestStatus, 0, "The task shows no test, so there is nothing to reproduce.");
        }

        var incident = new IncidentView($"inc-{folder.Run}-{instance.Slug}");
        try
        {
            await IncidentRun.ToItsEndAsync(client, await ReportAsync(instance, cancellationToken), incident, cancellationToken);
            return incident.Status == IncidentStatus.Faulted
                ? InstanceResult.Without(instance.Id, InstanceResult.InfrastructureStatus, incident.Worked.TotalSeconds, incident.Reason ?? "")
                : await JudgeAsync(instance, incident, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return InstanceResult.Without(instance.Id, InstanceResult.InfrastructureStatus, incident.Worked.TotalSeconds, IncidentRun.Sentence(e));
        }
    }

    private async Task<IncidentReport> ReportAsync(BenchInstance instance, CancellationToken cancellationToken)
    {
        var repository = Path.Combine(folder.Path, "repositories", instance.Slug);
        var remote = $"{repository}.git";
        if (!Directory.Exists(remote))
        {
            foreach (var (path, content) in instance.Files)
            {
                var file = Path.Combine(repository, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllBytesAsync(file, content, cancellationToken);
            }

            await LocalGit.CreateAsync(repository, remote, cancellationToken);
        }

        return new IncidentReport
        {
            Repository = repository,
            TestCommand = instance.TestCommand!,
            Models = options.Models,
            AutoApproveAt = 0,
            Budget = options.TimeLimit,
            Seed = options.Seed,
        };
    }

    private async Task<InstanceResult> JudgeAsync(BenchInstance instance, IncidentView incident, CancellationToken cancellationToken)
    {
        var right = await grader.JudgeAsync(instance, incident.State, cancellationToken);
        var winner = incident.Winner;
        return new InstanceResult(
            instance.Id,
            Outcome.Word(incident.Status),
            Plausible: winner is not null && incident.Proof is { Passed: true },
            Correct: winner is not null && right.GetValueOrDefault(winner.Id),
            Math.Round(incident.Worked.TotalSeconds, 2),
            incident.Searches.Sum(s => s.Tested),
            winner?.Rank,
            winner?.Voter,
            incident.Backers,
            winner is null ? null : incident.Vote?.Confidence,
            Ceiling: right.Values.Any(isRight => isRight),
            incident.Status == IncidentStatus.Resolved ? null : incident.Reason);
    }
}
