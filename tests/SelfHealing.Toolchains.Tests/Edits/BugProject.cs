using System.Text;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Edits;

/// <summary>Python modules and a failing test that runs them, explored in the sandbox.</summary>
internal sealed record BugProject(IReadOnlyDictionary<string, string> Modules, Workspace Workspace, Baseline Baseline, EditSpace Space)
{
    /// <summary>Explores modules, by name and source; the test makes each call and then fails.</summary>
    public static async Task<BugProject> ExploreAsync(ToolchainFixture fixture, IReadOnlyDictionary<string, string> modules, IEnumerable<string> calls)
    {
        var body = string.Concat(calls.Select(call => $"    try:\n        {call}\n    except Exception:\n        pass\n"));
        var files = new ProjectFiles
        {
            ["test_modules.py"] = $"{string.Concat(modules.Keys.Select(m => $"import {m}\n"))}\n\ndef test_it():\n{body}    assert False\n",
        };
        foreach (var (name, source) in modules)
        {
            files[name + ".py"] = source;
        }

        var workspace = await fixture.WorkspaceAsync(files);
        var baseline = new Baseline(["test_modules.py::test_it"], [], "assert False", 0.1);
        var space = await fixture.Python.ExploreAsync(workspace, baseline, new ExplorationLimits(60, 60_000), TestContext.Current.CancellationToken);
        return new BugProject(modules, workspace, baseline, space);
    }

    /// <summary>A module after each of its edits.</summary>
    public List<string> Patched(string module) => [.. Space.Atoms.Where(a => a.Edits[0].Path == module + ".py").Select(Patched)];

    /// <summary>The edited module after one edit.</summary>
    public string Patched(EditAtom atom) =>
        Encoding.UTF8.GetString(PatchText.Apply(Encoding.UTF8.GetBytes(Modules[Path.GetFileNameWithoutExtension(atom.Edits[0].Path)]), atom.Edits));

    /// <summary>What the batch says of every tenth edit.</summary>
    public IAsyncEnumerable<CandidateVerdict> VerdictsAsync(ToolchainFixture fixture) =>
        fixture.Python.EvaluateAsync(
            Workspace, Baseline, Space.Atoms.Where(a => a.Id % 10 == 0).Select(a => new Trial(a.Id, new Patch(a.Edits))).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
}
