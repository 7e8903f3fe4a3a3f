using SelfHealing.Agents;
using SelfHealing.Grains.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Models;
using SelfHealing.Repair.Admission;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repair.Memory;
using SelfHealing.Repair.Planning;
using SelfHealing.Repair.Proofs;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Grains.Incidents;

/// <summary>Hands each step to the grain that does it and turns what it answers into the step's event.</summary>
internal sealed class StepRunner(IGrainFactory grains, VoterPanel panel, RolePanel roles, BuiltInReviews reviews, TimeProvider time)
{
    private const int RecalledLessons = 5;
    private const string Tenant = "memory-default";

    /// <summary>Does a step that needs to ask nobody; null for every other.</summary>
    public RepairEvent? AtOnce(Step step, IncidentState incident)
    {
        try
        {
            return step switch
            {
                Triage => panel.Choose(incident.Report!.Models),

                // Without a chat model for it, the plan follows from what is known already.
                MakePlan plan when roles.Planner(incident.Report!) is null => new Planned(plan.Round, BuiltInPlanner.Plan(TaskOf(plan, incident))),
                _ => null,
            };
        }
        catch (IncidentException e)
        {
            return StepFailures.Of(step, attempt: 1, e);
        }
    }

    /// <summary>Does a step: its event, and what follows from it without asking anybody.</summary>
    public async Task<IReadOnlyList<RepairEvent>> RunAsync(Step step, IncidentState incident, CancellationToken cancellationToken)
    {
        var result = await DoAsync(step, incident, cancellationToken);
        return result is Coded coded ? [coded, .. await ReviewedAtOnceAsync(coded, incident, cancellationToken)] : [result];
    }

    /// <summary>Tells memory that what it learned from the incident is recorded.</summary>
    public void Confirm(IncidentState incident)
    {
        if (incident.Lesson is not null)
        {
            Memory().ConfirmAsync(incident.Id).Ignore();
        }
    }

    private Task<RepairEvent> DoAsync(Step step, IncidentState incident, CancellationToken cancellationToken) => step switch
    {
        Prepare => PrepareAsync(step, incident, cancellationToken),
        Reproduce => ReproduceAsync(step, incident, cancellationToken),
        Localise => LocaliseAsync(step, incident, cancellationToken),
        Recall => RecallAsync(incident, cancellationToken),
        MakePlan plan => PlanAsync(plan, incident, cancellationToken),
        Code code => CodeAsync(code, incident, cancellationToken),
        ReviewCandidate review => ReviewAsync(review, incident, cancellationToken),
        Observe observe => ObserveAsync(observe, incident, cancellationToken),
        WriteTest write => WriteTestAsync(write, incident, cancellationToken),
        CheckTests check => CheckTestsAsync(check, incident, cancellationToken),
        Select select => SelectAsync(select, incident, cancellationToken),
        TestCandidate test => TestAsync(test, incident, cancellationToken),
        Deploy deploy => DeployAsync(deploy, incident, cancellationToken),
        Learn learn => LearnAsync(learn, incident, cancellationToken),
        _ => throw new IncidentException($"Nobody knows how to do the step {step.Id}."),
    };

    private async Task<RepairEvent> PrepareAsync(Step step, IncidentState incident, CancellationToken cancellationToken) =>
        new Prepared(await RepositoryOf(incident).PrepareAsync(step.Id, incident.Id, incident.Report!, cancellationToken));

    private async Task<RepairEvent> LocaliseAsync(Step step, IncidentState incident, CancellationToken cancellationToken) => await Tester(incident).LocaliseAsync(
        step.Id, incident.Workspace!, incident.Report!, incident.Baseline!, withEdits: incident.Voters!.Any(VoterNames.IsEngine), cancellationToken);

    private async Task<RepairEvent> ReproduceAsync(Step step, IncidentState incident, CancellationToken cancellationToken)
    {
        var run = await Tester(incident).ReproduceAsync(step.Id, incident.Workspace!, incident.Report!, cancellationToken);
        return Baselines.From(run, incident.Report!, incident.Workspace!.Commit, incident.Voters!.Any(VoterNames.IsChat)) switch
        {
            Reproducible { Baseline: var baseline } => new Reproduced(baseline, Fingerprints.Of(baseline.Error, baseline.FailToPass, [])),
            NotReproducible { Status: IncidentStatus.Faulted, Reason: var reason } =>
                new StepFailed(step.Id, incident.AttemptsOf(step.Id), reason, IsFinal: true),
            NotReproducible { Status: var status, Reason: var reason } => new Closed(status, reason),
            var other => throw new IncidentException($"The baseline run has an outcome that nobody knows: {other}."),
        };
    }

    private async Task<RepairEvent> RecallAsync(IncidentState incident, CancellationToken cancellationToken) =>
        await Memory().RecallAsync(incident.Fingerprint!, RecalledLessons, cancellationToken);

    private async Task<RepairEvent> PlanAsync(MakePlan step, IncidentState incident, CancellationToken cancellationToken)
    {
        var planner = grains.GetGrain<IPlannerGrain>($"{incident.Id}/planner");
        return new Planned(step.Round, await planner.PlanAsync(step.Id, TaskOf(step, incident), cancellationToken));
    }

    private static PlanningTask TaskOf(MakePlan step, IncidentState incident) => new(
        step.Round, incident.Report!, incident.Baseline!, incident.Localisation!.Suspicions, incident.Round?.Plan.Scope,
        [.. incident.Rounds.SelectMany(r => r.Searches.Values)])
    {
        Step = step.Id,
        Workspace = incident.Workspace,
    };

    private async Task<RepairEvent> CodeAsync(Code step, IncidentState incident, CancellationToken cancellationToken)
    {
        var task = new CodingTask(
            step.Round, step.Voter, incident.Report!, incident.Workspace!, incident.Baseline!, incident.Localisation!.EditSpace, incident.Round!.Plan,
            incident.Recalled?.Lessons ?? [], incident.Fingerprint!, panel.SearchDeadline(incident.Deadline, incident.Report!.Budget))
        {
            Step = step.Id,
            Suspicions = incident.Localisation.Suspicions,
            Earlier = [.. incident.Rounds.Where(r => r.Number < step.Round).Select(r => r.Searches.GetValueOrDefault(step.Voter)).OfType<SearchReport>()],
            Pool = step.Voter == VoterNames.Fusion ? [.. incident.Candidates] : [],
            Drafts = step.Voter == VoterNames.Fusion ? [.. VoteInputs.Drafts(incident)] : [],
        };
        var coder = grains.GetGrain<ICoderGrain>($"{incident.Id}/coder/{step.Voter}");
        var search = await coder.CodeAsync(step.Id, task, cancellationToken);
        return new Coded(step.Round, step.Voter, SoundSearch.Of(step.Round, step.Voter, search));
    }

    private async Task<RepairEvent> ReviewAsync(ReviewCandidate step, IncidentState incident, CancellationToken cancellationToken)
    {
        var reviewer = grains.GetGrain<IReviewerGrain>($"{incident.Id}/reviewer");
        return new Reviewed(step.Candidate.Id, await reviewer.ReviewAsync(step.Id, TaskOf(step, incident), cancellationToken));
    }

    // Without a chat model for it a review is soon made, and costs no more than the intent of a step of its own.
    private async Task<IReadOnlyList<RepairEvent>> ReviewedAtOnceAsync(Coded coded, IncidentState incident, CancellationToken cancellationToken)
    {
        var reviewed = new List<RepairEvent>();
        foreach (var candidate in coded.Search.Candidates.Where(c => roles.Reviewer(incident.Report!, c) is null))
        {
            try
            {
                reviewed.Add(new Reviewed(candidate.Id, await reviews.ReviewAsync(TaskOf(new ReviewCandidate(candidate), incident), cancellationToken)));
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The search is not lost with it: the review gets a step of its own, whose failures are told and tried again.
            }
        }

        return reviewed;
    }

    private static ReviewTask TaskOf(ReviewCandidate step, IncidentState incident) =>
        new(incident.Report!, incident.Baseline!, step.Candidate) { Step = step.Id, Workspace = incident.Workspace };

    private async Task<RepairEvent> ObserveAsync(Observe step, IncidentState incident, CancellationToken cancellationToken)
    {
        var behaviour = await Tester(incident).ObserveAsync(
            step.Id, incident.Workspace!, incident.Report!, incident.Baseline!, step.Candidates, cancellationToken);
        return new Observed(step.Round, behaviour);
    }

    private async Task<RepairEvent> WriteTestAsync(WriteTest step, IncidentState incident, CancellationToken cancellationToken)
    {
        var task = new TestWritingTask(step.Id, incident.Report!, incident.Workspace!, incident.Baseline!, incident.Localisation!.Suspicions);
        var writer = grains.GetGrain<ITesterGrain>($"{incident.Id}/tester/{step.Model}");
        return new TestWritten(step.Model, await writer.WriteTestAsync(step.Id, step.Model, task, cancellationToken));
    }

    private async Task<RepairEvent> CheckTestsAsync(CheckTests step, IncidentState incident, CancellationToken cancellationToken)
    {
        var signals = await Tester(incident).CheckTestsAsync(
            step.Id, incident.Workspace!, incident.Report!, step.Tests, step.Candidates, cancellationToken);
        return new TestsChecked(step.Round, signals) { IsEarly = step.IsEarly };
    }

    private async Task<RepairEvent> SelectAsync(Select step, IncidentState incident, CancellationToken cancellationToken)
    {
        var reviewer = grains.GetGrain<IReviewerGrain>($"{incident.Id}/reviewer/{step.Model}");
        var task = new SelectionTask(
            step.Id, incident.Report!, incident.Workspace!, incident.Baseline!, incident.Round!.Plan,
            Shuffled.Of(step.Candidates, incident.Report!.Seed, step.Id), incident.Round.Behaviour?.Separator);
        try
        {
            var chosen = await reviewer.SelectAsync(step.Id, step.Model, task, cancellationToken);
            return task.Candidates.Any(c => c.Id == chosen)
                ? new Selected(step.Round, step.Model, chosen, Abstained: null)
                : new Selected(step.Round, step.Model, Candidate: null, chosen is null ? "it could not tell" : "it chose a candidate that does not stand");
        }
        catch (ModelException e)
        {
            return new Selected(step.Round, step.Model, Candidate: null, e.Message);
        }
    }

    private async Task<RepairEvent> TestAsync(TestCandidate step, IncidentState incident, CancellationToken cancellationToken)
    {
        var report = await Tester(incident).TestAsync(
            step.Id, incident.Workspace!, incident.Report!, incident.Baseline!, step.Candidate, cancellationToken);
        return new Tested(step.Candidate.Id, report);
    }

    private async Task<RepairEvent> DeployAsync(Deploy step, IncidentState incident, CancellationToken cancellationToken)
    {
        var publication = Publications.Of(incident, step.Winner);
        return new Deployed(await RepositoryOf(incident).PublishAsync(step.Id, incident.Id, incident.Report!, publication, cancellationToken));
    }

    private async Task<RepairEvent> LearnAsync(Learn step, IncidentState incident, CancellationToken cancellationToken)
    {
        var winner = step.Winner;
        var lesson = new Lesson(
            incident.Id, incident.Fingerprint!, winner.Operators, winner.Before, winner.After, winner.Function, time.GetUtcNow());
        await Memory().LearnAsync(lesson, VoteInputs.Outcomes(incident), cancellationToken);
        return new LessonLearned(lesson);
    }

    private IMemoryGrain Memory() => grains.GetGrain<IMemoryGrain>(Tenant);

    private ITesterGrain Tester(IncidentState incident) => grains.GetGrain<ITesterGrain>($"{incident.Id}/tester");

    private IRepositoryGrain RepositoryOf(IncidentState incident) =>
        grains.GetGrain<IRepositoryGrain>(RepositoryKey.Of(incident.Report!.Repository));
}
