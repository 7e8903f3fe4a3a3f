using System.Diagnostics;
using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Takes one instance the whole way: an incident known by the text, a prediction, and its grade.</summary>
internal sealed class SweInstanceRun(
    ISelfHealingClient client, SweGrader grader, SweRepositories repositories, SweBenchmark benchmark, PredictionFile kept, PredictionFile told,
    RunFolder folder, BenchOptions options, SweOptions swe) : IInstanceRun
{
    /// <summary>Official images hold the whole history, and the fix with it: it is taken out before anything of the incident runs in them.</summary>
    public const string WithoutHistory = "rm -rf /testbed/.git";

    public async Task<InstanceResult> RunAsync(BenchInstance instance, CancellationToken cancellationToken)
    {
        var incident = new IncidentView($"inc-{folder.Run}-{instance.Slug}");
        var wanted = benchmark[instance.Id];
        try
        {
            var repository = await repositories.OpenAsync(wanted, cancellationToken);
            var report = await ReportAsync(wanted, repository, instance.Slug, cancellationToken);
            await IncidentRun.ToItsEndAsync(client, report, incident, cancellationToken);
            if (incident.Status == IncidentStatus.Faulted)
            {
                return InstanceResult.Without(instance.Id, InstanceResult.InfrastructureStatus, incident.Worked.TotalSeconds, incident.Reason ?? "");
            }

            var best = Best(incident.State);
            var diff = best is null ? "" : await repository.DiffAsync(best.Patch, cancellationToken);
            var prediction = new Prediction(instance.Id, ModelName(options.Models), diff);
            kept.Put(prediction);
            told.Put(prediction);
            return Result(instance.Id, incident, best, await grader.WhyUnresolvedAsync(wanted, diff, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return InstanceResult.Without(instance.Id, InstanceResult.InfrastructureStatus, incident.Worked.TotalSeconds, IncidentRun.Sentence(e));
        }
    }

    /// <summary>Who made a prediction, in the official format's words.</summary>
    public static string ModelName(IReadOnlyList<string> models) => models.Count == 0 ? "selfheal" : $"selfheal-{string.Join('+', models)}";

    private async Task<IncidentReport> ReportAsync(SweInstance instance, BaseTree repository, string slug, CancellationToken cancellationToken)
    {
        var image = swe.Images.Of(instance);
        return new IncidentReport
        {
            Repository = await repository.PublishAsync(Path.Combine(folder.Path, "repositories", $"{slug}.git"), cancellationToken),
            Revision = "main",
            TestCommand = await VisibleCommand.OfAsync(instance, repository, swe.Commands.TemplateOf(instance), image is not null, cancellationToken),
            Image = image,
            SetupCommand = image is null ? null : WithoutHistory,
            ErrorText = swe.ShowsHints && instance.Hints.Length > 0 ? $"{instance.Problem}\n\nComments:\n{instance.Hints}" : instance.Problem,
            FailuresAreKnown = true,
            Models = options.Models,
            Budget = options.TimeLimit,
            MaxCost = swe.MaxCost,
            DryRun = true,
            Seed = options.Seed,
        };
    }

    /// <summary>The winner; where a limit was hit before the vote, whoever leads then: the best so far is better than nothing.</summary>
    private static Candidate? Best(IncidentState incident) => incident switch
    {
        { Winner: { } winner } => winner,
        { Baseline: not null, Round: { } round } when incident.Candidates.Any() => VoteRule.Decide(VoteInputs.Of(incident, round)) switch
        {
            NeedsTest needed => incident.Candidates.First(c => c.Id == needed.Candidate),
            Decided { Vote.Winner: { } id } => incident.Candidates.First(c => c.Id == id),
            Decided => null,
            _ => throw new UnreachableException(),
        },
        _ => null,
    };

    private static InstanceResult Result(string id, IncidentView incident, Candidate? best, string? unresolved) => new(
        id,
        Outcome.Word(incident.Status),
        Plausible: incident.Winner is not null && incident.Proof is { Passed: true },
        Correct: unresolved is null,
        Math.Round(incident.Worked.TotalSeconds, 2),
        incident.Searches.Sum(s => s.Tested),
        best?.Rank,
        best?.Voter,
        incident.Winner is null ? [] : incident.Backers,
        incident.Winner is null ? null : incident.Vote?.Confidence,
        Ceiling: unresolved is null,
        unresolved is null ? null : best is null ? incident.Reason ?? unresolved : unresolved);
}
