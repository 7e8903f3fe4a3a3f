using SelfHealing.Repair.Grading;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Grades a prediction: a fresh container with the base revision, the patch and the hidden tests, judged by the data set's lists.</summary>
internal sealed class SweGrader(IToolchain toolchain, ISandboxImages images, IArtifacts artifacts, SweRepositories repositories, SweOptions options)
{
    /// <summary>Longest time that the hidden tests of one instance may take, as in the official harness.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>Null when the patch resolves the instance, else why it does not, in words.</summary>
    /// <exception cref="GradingException">The instance cannot be graded, which says nothing about the patch.</exception>
    public async Task<string?> WhyUnresolvedAsync(SweInstance instance, string patch, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(patch))
        {
            return "There is no patch.";
        }

        if (instance.FailToPass.Count == 0 || instance.TestPatch.Length == 0)
        {
            throw new GradingException($"{instance.Id} names no FAIL_TO_PASS or has no test_patch, so it cannot be graded here.");
        }

        var repository = await repositories.OpenAsync(instance, cancellationToken);
        try
        {
            var (run, command) = await RunAsync(instance, repository, patch, cancellationToken);
            return SweGrades.SaysNothing(run, command)
                ? await BlameAsync(instance, repository, run, cancellationToken)
                : Words(SweGrades.Of(instance.FailToPass, instance.PassToPass, run), run, instance);
        }
        catch (UnappliableException e)
        {
            return e.Message;
        }
    }

    private async Task<(TestRun Run, string Command)> RunAsync(SweInstance instance, BaseTree repository, string patch, CancellationToken cancellationToken)
    {
        var image = options.Images.Of(instance);
        var hidden = await HiddenTests.WithAsync(instance, repository, patch, options.Commands.TemplateOf(instance), image is not null, cancellationToken);
        var progress = new Progress<string>();
        var reference = image is null
            ? await images.EnsureAsync(toolchain.ImageRecipe, progress, cancellationToken)
            : await images.EnsureReferenceAsync(image, progress, cancellationToken);
        using var archive = new MemoryStream(await repository.ArchiveAsync(hidden.Tree, cancellationToken));
        var workspace = new Workspace($"grade-{instance.Id}", hidden.Tree, await artifacts.PutAsync(archive, cancellationToken), reference, hidden.Command, "");
        return (await toolchain.RunTestsAsync(workspace, patch: null, Limit, cancellationToken), hidden.Command);
    }

    /// <summary>A run that tells of no test speaks against the patch only when the same run without the patch tells of some.</summary>
    private async Task<string> BlameAsync(SweInstance instance, BaseTree repository, TestRun run, CancellationToken cancellationToken)
    {
        var (without, command) = await RunAsync(instance, repository, "", cancellationToken);
        return SweGrades.SaysNothing(without, command)
            ? throw new GradingException(
                $"The test command of {instance.Id} tells of no single test in its image ({without.Fault?.ToString() ?? $"exit code {without.ExitCode}"}), so it cannot be graded here. "
                + $"Give another one with --test-commands, or grade with the official harness. It said: {End(without.Output)}")
            : $"With the patch the tests do not start: {End(run.Output)}";
    }

    private static string? Words(SweGrade grade, TestRun run, SweInstance instance) =>
        !grade.IsGraded ? throw new GradingException($"{instance.Id} names {grade.Unreadable.Count} tests by their description ({grade.Unreadable[0]}), so it can only be graded with the official harness.")
        : grade.IsResolved ? null
        : $"{(run.Fault is { } fault ? $"The run ended with {fault}. " : "")}{grade.Missed.Count} of FAIL_TO_PASS and {grade.Broken.Count} of PASS_TO_PASS are not kept: "
            + $"{string.Join("; ", grade.Missed.Concat(grade.Broken).Take(3))}.";

    private static string End(string output) => output.Length > 300 ? "…" + output[^300..] : output;
}
