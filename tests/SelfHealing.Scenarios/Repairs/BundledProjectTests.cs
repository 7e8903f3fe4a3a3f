using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Repairs;

/// <summary>The bundled projects are what their descriptions say: otherwise nothing that is proved on them counts.</summary>
[Trait("Category", "Full")]
public sealed class BundledProjectTests
{
    public static TheoryData<string> Projects => [.. Project.Names];

    [Theory, MemberData(nameof(Projects))]
    public async Task Only_the_tests_that_are_named_fail_and_the_reference_fix_mends_them(string name)
    {
        await using var workshop = new Workshop();
        var project = Project.Load(name);
        var repository = await workshop.RepositoryOfAsync(project);
        var limit = TimeSpan.FromSeconds(10);

        foreach (var test in project.Failing)
        {
            (await Engine.RunAsync(repository.Folder, Single(project, test), limit)).ExitCode.ShouldNotBe(0, test);
        }

        await Apply(project, repository);
        (await Engine.RunAsync(repository.Folder, project.TestCommand, limit)).ShouldExitWith(0);
    }

    [Theory, MemberData(nameof(Projects))]
    public async Task All_other_tests_pass_before_the_fix(string name)
    {
        await using var workshop = new Workshop();
        var project = Project.Load(name);
        var repository = await workshop.RepositoryOfAsync(project);
        var names = project.Failing.Select(test => test.Split("::")[^1].Split('.')[^1]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(repository.Folder, "tests"), "test_*.py"))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            text = names.Aggregate(text, (now, test) => now.Replace($"def {test}(", $"def left_out_{test}(", StringComparison.Ordinal));
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        (await Engine.RunAsync(repository.Folder, project.TestCommand, TimeSpan.FromSeconds(10))).ShouldExitWith(0);
    }

    private static string Single(Project project, string test) =>
        test.Contains("::", StringComparison.Ordinal) ? $"{project.TestCommand} {test}" : $"python3 -m unittest {test}";

    private static async Task Apply(Project project, TestRepository repository)
    {
        var path = Path.Combine(repository.Folder, project.Fixed.Path);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        text.Split(project.Fixed.Before).Length.ShouldBe(2, "the reference fix names its place without doubt");
        await File.WriteAllTextAsync(path, text.Replace(project.Fixed.Before, project.Fixed.After, StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }
}
