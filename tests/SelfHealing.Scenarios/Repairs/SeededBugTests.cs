using System.Text.Json;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Repairs;

/// <summary>What is asked of the time holds for a repair that has the machine to itself.</summary>
[CollectionDefinition(nameof(SeededBugTests), DisableParallelization = true)]
[Collection(nameof(SeededBugTests))]
public sealed class SeededBugTests
{
    public static TheoryData<string> Projects => [.. Project.Names];

    [Theory, MemberData(nameof(Projects))]
    public async Task A_real_bug_is_repaired_by_one_command_within_a_minute(string name)
    {
        await using var workshop = new Workshop();
        var project = Project.Load(name);
        var repository = await workshop.RepositoryOfAsync(project);
        var head = await repository.HeadAsync();
        await Engine.PythonImageAsync();

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0.3")).ShouldExitWith(0);

        var document = repair.Document;
        document.GetProperty("seconds").GetDouble().ShouldBeLessThan(60, repair.ToString());
        ShouldHaveTheAgreedShape(document, project);
        await ShouldBeFixedAsync(repository, document.GetProperty("branch").GetString()!, head, project);
        (await repository.HeadAsync()).ShouldBe(head);
        (await repository.StatusAsync()).ShouldBeEmpty();
        await workshop.ShouldBeTidyAsync();
    }

    private static void ShouldHaveTheAgreedShape(JsonElement document, Project project)
    {
        document.GetProperty("status").GetString().ShouldBe("fixed");
        document.GetProperty("incident").GetString()!.ShouldStartWith("inc-");
        document.GetProperty("confidence").GetDouble().ShouldBeInRange(0.3, 1);
        document.GetProperty("winner").GetProperty("model").GetString().ShouldNotBeNullOrEmpty();
        document.GetProperty("winner").GetProperty("diff").GetString()!.ShouldContain($"+++ b/{project.Fixed.Path}");
        document.GetProperty("votes").GetArrayLength().ShouldBeGreaterThanOrEqualTo(4);
        var candidates = document.GetProperty("candidates");
        candidates.GetProperty("plausible").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        candidates.GetProperty("tested").GetInt32().ShouldBeGreaterThanOrEqualTo(candidates.GetProperty("plausible").GetInt32());
        candidates.GetProperty("generated").GetInt32().ShouldBeGreaterThanOrEqualTo(candidates.GetProperty("tested").GetInt32());
        document.GetProperty("tests").GetProperty("failToPass").GetInt32().ShouldBe(project.Failing.Count);
        document.GetProperty("tests").GetProperty("passToPass").GetInt32().ShouldBeGreaterThanOrEqualTo(8);
        document.GetProperty("branch").GetString().ShouldBe($"selfheal/{document.GetProperty("incident").GetString()}");
        document.GetProperty("stages").EnumerateArray().ShouldAllBe(s => s.GetProperty("name").GetString() != "" && s.GetProperty("seconds").GetDouble() >= 0);
    }

    private static async Task ShouldBeFixedAsync(TestRepository repository, string branch, string head, Project project)
    {
        (await repository.RemoteBranchesAsync()).ShouldBe(["main", branch], ignoreOrder: true);
        (await repository.RemoteGitAsync("rev-parse", $"{branch}~1")).ShouldBe(head);
        (await repository.RemoteGitAsync("diff", "--name-only", "main", branch)).ShouldBe(project.Fixed.Path);

        var message = await repository.RemoteGitAsync("log", "-1", "--format=%B", branch);
        foreach (var part in (string[])["cause", "fix", "test", "vote", "confidence"])
        {
            message.Contains(part, StringComparison.OrdinalIgnoreCase).ShouldBeTrue($"expected '{part}' in\n{message}");
        }

        var tests = await Engine.RunAsync(await repository.CloneAsync(branch), project.TestCommand, TimeSpan.FromSeconds(60));
        tests.ShouldExitWith(0);
    }
}
