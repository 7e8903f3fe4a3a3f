using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Demo;
using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Repositories;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal demo</c>: a bundled buggy project, repaired end to end by the ordinary repair.</summary>
internal static class DemoCommand
{
    private const string Project = "stockroom";
    private const double Threshold = 0.5;

    private static readonly (string Stage, string Meaning)[] Explanations =
    [
        ("Prepare", "clones the revision and makes a sandbox without network"),
        ("Reproduce", "runs the tests as they are: what fails must come to pass, what passes must stay"),
        ("Localise", "finds suspicious lines from coverage, and every edit possible there"),
        ("Code", "lets several engines, without any language model, try those edits in the sandbox"),
        ("Review", "looks for patches that only please the tests"),
        ("Observe", "runs the patches on generated inputs and groups them by what they do"),
        ("Test, Vote", "proves the leader on a clean checkout and lets the engines vote"),
        ("Deploy", "pushes the winner as a branch"),
    ];

    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var json = Shared.Json("Print one JSON document on standard output.");
        var command = new Command("demo", "Repair a bundled buggy project end to end and explain each step.") { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(surroundings, data.In(parsed), parsed.GetValue(json), cancellationToken));
        return command.WithExamples("selfheal demo");
    }

    private static async Task<int> RunAsync(Surroundings surroundings, string dataFolder, bool json, CancellationToken cancellationToken)
    {
        var fixture = Fixture.Find(Project, surroundings.Variable("SELFHEAL_HOME"));
        var id = IncidentId.New(surroundings.Time);
        var repository = Path.Combine(dataFolder, "demo", id, fixture.Name);
        var remote = $"{repository}.git";
        await Waiting.ForAsync(surroundings.Terminal, "Looking for the sandbox", progress => EnsureSandboxAsync(dataFolder, progress, cancellationToken));
        fixture.CopyTo(repository);
        await LocalGit.CreateAsync(repository, remote, cancellationToken);
        Introduce(surroundings.Terminal, fixture, repository, remote);
        return await new RepairRun(surroundings, dataFolder, json).SubmitAsync(
            new IncidentReport { Repository = repository, TestCommand = fixture.TestCommand, Language = fixture.Language, AutoApproveAt = Threshold }, id);
    }

    /// <summary>The engine and the image may take minutes on a fresh machine: better before than inside the first stage.</summary>
    private static async Task<string> EnsureSandboxAsync(string dataFolder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(dataFolder) });
        var services = host.Services;
        await services.GetRequiredService<DockerEngine>().EnsureAsync(progress, cancellationToken);
        return await services.GetRequiredService<ISandboxImages>().EnsureAsync("python", progress, cancellationToken);
    }

    private static void Introduce(Terminal terminal, Fixture fixture, string repository, string remote)
    {
        var console = terminal.Error;
        console.Write(new Lines(new Row(), $"The project '{fixture.Name}' has a bug, and its tests fail because of it. Nobody tells the system what or where."));
        console.Write(new Lines(new Row().Add("  project  ", Palette.Quiet), repository, isForCopying: true));
        console.Write(new Lines(new Row().Add("  remote   ", Palette.Quiet), remote, isForCopying: true));
        console.Write(new Lines(new Row().Add("  tests    ", Palette.Quiet), fixture.TestCommand, isForCopying: true));
        console.Write(new Lines(new Row(), null));
        foreach (var (stage, meaning) in Explanations)
        {
            console.Write(new Lines(new Row().Column($"  {stage}", 14, Palette.Strong), meaning));
        }

        console.Write(new Lines(new Row(), null));
    }
}
