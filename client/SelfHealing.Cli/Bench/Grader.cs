using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Bench;

/// <summary>Judges an instance's patches by the hidden part of its task, in one container that the repair never saw.</summary>
internal sealed class Grader(IToolchain toolchain, IArtifacts artifacts)
{
    /// <summary>More patches than this are not judged for the ceiling.</summary>
    private const int MostPatches = 24;

    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(60);

    /// <summary>Which candidates are right, by id; candidates that make the same program are judged once.</summary>
    /// <exception cref="GradingException">The judgement itself failed, which says nothing about the patches.</exception>
    public async Task<IReadOnlyDictionary<string, bool>> JudgeAsync(BenchInstance instance, IncidentState incident, CancellationToken cancellationToken)
    {
        var candidates = incident.Candidates.ToList();
        var programs = Distinct(candidates, incident.Winner);
        if (programs.Count == 0)
        {
            return new Dictionary<string, bool>(StringComparer.Ordinal);
        }

        var run = await RunAsync(instance, incident, programs, cancellationToken);
        var verdicts = programs.ToDictionary(
            program => program.NormalForm,
            program => Verdict(run, program, Name(programs.IndexOf(program))),
            StringComparer.Ordinal);
        return candidates.Where(c => verdicts.ContainsKey(c.NormalForm)).ToDictionary(c => c.Id, c => verdicts[c.NormalForm], StringComparer.Ordinal);
    }

    private static bool Verdict(TestRun run, Candidate program, string name) => run.Tests.FirstOrDefault(t => t.Id.EndsWith(name, StringComparison.Ordinal)) switch
    {
        { Outcome: TestOutcome.Passed } => true,
        { Outcome: TestOutcome.Failed } => false,
        var other => throw new GradingException($"The grader gave no verdict on {program.Id}: {other?.Error ?? run.Output}"),
    };

    private static List<Candidate> Distinct(List<Candidate> candidates, Candidate? winner) =>
        [.. candidates.OrderByDescending(c => c.Id == winner?.Id).ThenBy(c => c.Rank).DistinctBy(c => c.NormalForm, StringComparer.Ordinal).Take(MostPatches)];

    private async Task<TestRun> RunAsync(BenchInstance instance, IncidentState incident, List<Candidate> programs, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["grade.py"] = GradingScripts.Read("grade.py"),
            ["grade.json"] = JsonSerializer.SerializeToUtf8Bytes(new { candidates = programs.Select((_, i) => Name(i)), token, limit = instance.Grading!.Limit.TotalSeconds }),
        };
        for (var i = 0; i < programs.Count; i++)
        {
            foreach (var (path, content) in instance.Grading!.Folder(Patched(instance, programs[i].Patch), token))
            {
                files[$"{Name(i)}/{path}"] = content;
            }
        }

        var workspace = incident.Workspace! with { Archive = await StoreAsync(files, cancellationToken), TestCommand = "python3 grade.py", Subdirectory = "" };
        var run = await toolchain.RunTestsAsync(workspace, patch: null, StartUp + (instance.Grading!.Limit * programs.Count), cancellationToken);
        return run.Fault is { } fault ? throw new GradingException($"The grader's container ended with {fault}: {run.Output}") : run;
    }

    private static Dictionary<string, byte[]> Patched(BenchInstance instance, Patch patch) =>
        instance.Files.ToDictionary(f => f.Key, f => patch.Edits.Any(e => e.Path == f.Key) ? PatchText.Apply(f.Value, f.Key, patch) : f.Value, StringComparer.Ordinal);

    private async Task<string> StoreAsync(Dictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                using var data = new MemoryStream(content);
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = data }, cancellationToken);
            }
        }

        archive.Position = 0;
        return await artifacts.PutAsync(archive, cancellationToken);
    }

    private static string Name(int index) => $"candidate{index:00}";
}

/// <summary>The judgement failed, not the patch.</summary>
internal sealed class GradingException(string message) : Exception(message);
