using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Panels;

public sealed class CallKillTests
{
    [Theory]
    [InlineData("multi-agent", 3)]
    [InlineData("agentless", 2)]
    [InlineData("agentic", 2)]
    public async Task A_repair_killed_in_the_middle_of_a_chat_search_pays_for_no_call_twice(string strategy, int held)
    {
        await using var workshop = new Workshop();
        var project = Project.Load("league");
        var repository = await workshop.RepositoryOfAsync(project);
        var fix = project.KnownFix();
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var vendor = await ModelServer.StartAsync(async request =>
        {
            // Every call before it is recorded: each strategy waits for that before it goes on.
            if (request.Number == held)
            {
                await holding.Task;
            }

            return fix.Answer(request);
        });
        var model = new PanelModel("slow", Dialect.OpenAIChat, vendor.Endpoint(Dialect.OpenAIChat), strategy)
        {
            Samples = 4, Further = new Dictionary<string, string>(StringComparer.Ordinal) { ["MaxConcurrentCalls"] = "1", ["InputPrice"] = "10", ["OutputPrice"] = "10" },
        };
        model.Into(workshop);

        string incident;
        await using (var repair = workshop.Start("repair", "--repo", repository.Folder, "--test", project.TestCommand, "--auto-approve-at", "0", "--models", "slow"))
        {
            await vendor.ReceivedAsync(held, TestContext.Current.CancellationToken);
            repair.Kill();
            await repair.EndAsync(TestContext.Current.CancellationToken);
            holding.SetResult();
            incident = (await workshop.RunAsync("list", "--json")).NamedIncident;
        }

        (await workshop.RunAsync("resume", incident)).ShouldExitWith(0);

        var calls = (await workshop.EventsOfAsync(incident)).Where(e => History.Kind(e) is "model-called").Select(e => e.GetProperty("event").GetProperty("call")).ToList();
        calls.Select(c => c.GetProperty("id").GetString()).ShouldBeUnique();
        vendor.Requests.Count.ShouldBe(calls.Count + 1, "only the call that was cut off is made again");
        calls.Sum(c => c.GetProperty("cost").GetDecimal()).ShouldBe(calls.Count * 120 * 10m / 1_000_000);
        (await repository.RemoteBranchesAsync()).ShouldBe(["main", $"selfheal/{incident}"], ignoreOrder: true);
    }
}
