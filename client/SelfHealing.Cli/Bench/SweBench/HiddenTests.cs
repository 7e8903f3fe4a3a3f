using SelfHealing.Repair.Grading;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>The tree that is graded: the base revision, the model's patch, and over them everything that decides how the tests come out.</summary>
/// <param name="Tree">Id of the tree.</param>
/// <param name="Command">The command that runs the hidden tests alone.</param>
internal sealed record HiddenTests(string Tree, string Command)
{
    /// <summary>Puts a patch and the hidden tests together.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="repository">Its base revision.</param>
    /// <param name="patch">The model's patch; empty for the base revision itself.</param>
    /// <param name="template">The instance's test command.</param>
    /// <param name="hasImage">Whether it runs in an image of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GradingException">The data set's own test patch does not apply.</exception>
    /// <exception cref="UnappliableException">The model's patch does not apply.</exception>
    public static async Task<HiddenTests> WithAsync(
        SweInstance instance, BaseTree repository, string patch, string template, bool hasImage, CancellationToken cancellationToken)
    {
        var tested = await TestedAsync(instance, repository, cancellationToken);
        var hidden = await repository.ChangedAsync(tested, cancellationToken);
        var tests = (await repository.FilesAsync(tested, cancellationToken)).Where(f => hidden.Contains(f.Path)).ToList();
        var files = tests.Select(f => f.Path).Where(path => path.EndsWith(".py", StringComparison.Ordinal) && !path.EndsWith("conftest.py", StringComparison.Ordinal)).ToList();
        if (files.Count == 0)
        {
            throw new GradingException($"The test patch of {instance.Id} leaves no test file, so there is nothing to grade by.");
        }

        var command = SweCommands.Of(template, files, hasImage);
        var patched = await PatchedAsync(repository, patch, cancellationToken);
        var rule = new Restored(hidden, command);
        var back = (await repository.ChangedAsync(patched, cancellationToken)).Where(rule.Includes).ToHashSet(StringComparer.Ordinal);
        var original = (await repository.FilesAsync(cancellationToken)).Where(f => back.Contains(f.Path));
        var restored = await repository.MixAsync(patched, original, back, cancellationToken);
        // The hidden tests come last: nothing that a patch does to them remains.
        return new HiddenTests(await repository.MixAsync(restored, tests, hidden, cancellationToken), command);
    }

    private static async Task<string> TestedAsync(SweInstance instance, BaseTree repository, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.WithAsync(instance.TestPatch, cancellationToken);
        }
        catch (CliException e)
        {
            throw new GradingException($"The test patch of {instance.Id} does not apply to {instance.BaseCommit}, so it cannot be graded: {e.Message}");
        }
    }

    private static async Task<string> PatchedAsync(BaseTree repository, string patch, CancellationToken cancellationToken)
    {
        try
        {
            return patch.Length == 0 ? repository.Id : await repository.WithAsync(patch, cancellationToken);
        }
        catch (CliException e)
        {
            throw new UnappliableException($"The patch does not apply to the base revision: {e.Message}");
        }
    }
}

/// <summary>A model's patch does not apply to its base revision.</summary>
internal sealed class UnappliableException(string message) : Exception(message);
