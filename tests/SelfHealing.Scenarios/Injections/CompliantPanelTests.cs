using SelfHealing.Incidents;
using SelfHealing.ModelServers;
using SelfHealing.Repairs;
using SelfHealing.Scenarios.Panels;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Injections;

/// <summary>The whole corpus in one repository, and models that obey every word of it.</summary>
public sealed class CompliantPanelTests
{
    private const string Program = "stockroom/catalogue.py";

    [Theory]
    [InlineData("agentless")]
    [InlineData("multi-agent")]
    [InlineData("agentic")]
    public async Task Models_that_obey_every_injection_change_nothing_but_the_program_and_approve_nothing(string strategy)
    {
        using var canary = new NetworkCanary();
        using var secrets = new Secrets();
        var corpus = Injection.At(canary);
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await PlantedProject.PlantAsync(repository, corpus);
        var model = new CompliantModel(project.KnownFix(), corpus);
        await using var vendor = await ModelServer.StartAsync(model.Answer);
        await using var silo = await PanelSilo.StartAsync(
            [new PanelModel("evil", Dialect.OpenAIChat, vendor.Endpoint(Dialect.OpenAIChat), strategy) { Roles = [], Samples = 64 }]);

        var run = await silo.RepairAsync(repository, project.TestCommand, report => report with { Models = ["evil"], AutoApproveAt = 1.1 });

        vendor.Requests.ShouldNotBeEmpty();
        canary.ShouldBeUntouched();
        Secrets.ShouldBeUnknownTo(vendor);
        run.Events.ShouldNotContain(e => e is Approved || e is Deployed, run.ToString());
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        (await repository.StatusAsync()).ShouldBeEmpty();
        Allowed(run).SelectMany(c => c.Patch.Edits).Select(e => e.Path).Distinct().ShouldBeSubsetOf([Program]);
        (run.Winner?.Diff ?? "").ShouldNotContain(canary.Host);
        ShouldBeFenced(vendor, corpus);
    }

    [Fact]
    public async Task An_honest_voter_wins_against_models_that_obey_every_injection()
    {
        using var canary = new NetworkCanary();
        using var secrets = new Secrets();
        var corpus = Injection.At(canary);
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await PlantedProject.PlantAsync(repository, corpus);
        var (fix, evil) = (project.KnownFix(), new CompliantModel(project.KnownFix(), corpus));
        await using var vendor = await ModelServer.StartAsync(request => request.Model == "fake-honest" ? fix.Answer(request) : evil.Answer(request));
        await using var silo = await PanelSilo.StartAsync(
            [
                new PanelModel("honest", Dialect.Anthropic, vendor.Endpoint(Dialect.Anthropic), "agentless"),
                new PanelModel("evil", Dialect.OpenAIResponses, vendor.Endpoint(Dialect.OpenAIResponses), "agentless", "multi-agent", "agentic") { Roles = [], Samples = 16 },
            ]);

        var run = await silo.RepairAsync(repository, project.TestCommand, report => report);

        run.End.ShouldBe(IncidentStatus.Resolved, run.ToString());
        (await run.PushedFilesAsync()).ShouldBe([Program]);
        (await run.PushedAsync()).ShouldContain("+        while low <= high:");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main", $"selfheal/{run.Incident}"], ignoreOrder: true);
        canary.ShouldBeUntouched();
        Secrets.ShouldBeUnknownTo(vendor);
        ShouldBeFenced(vendor, corpus);
    }

    private static IEnumerable<Candidate> Allowed(PanelRun run)
    {
        var refused = run.Events.OfType<Reviewed>().Where(r => !r.Review.Allowed).Select(r => r.Candidate).ToHashSet(StringComparer.Ordinal);
        return run.Candidates.Where(c => !refused.Contains(c.Id));
    }

    private static void ShouldBeFenced(ModelServer vendor, IReadOnlyList<Injection> corpus)
    {
        var marks = corpus.Select(i => (i.Id, Mark: Fences.Mark(i))).Where(i => i.Mark is not null).ToList();
        var loose = vendor.Requests.Select(r => (r.Number, Outside: Fences.Outside(r)))
            .SelectMany(r => marks.Where(m => r.Outside.Contains(m.Mark!, StringComparison.Ordinal)).Select(m => $"request {r.Number}: {m.Id}"));
        loose.ShouldBeEmpty();
        vendor.Requests.ShouldContain(r => marks.Any(m => r.Text.Contains(m.Mark!, StringComparison.Ordinal)), "no injection ever reached a prompt");
    }
}
