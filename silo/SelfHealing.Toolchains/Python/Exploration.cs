using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>Reads an exploration: counts come in, the most suspicious functions are chosen here, and their edits come in.</summary>
internal static class Exploration
{
    private const int MaxSuspicions = 2000;

    /// <summary>Reads the whole exploration.</summary>
    public static async Task<EditSpace> ReadAsync(HarnessRun harness, ExplorationLimits limits, CancellationToken cancellationToken)
    {
        var files = new List<CoveredFile>();
        var atoms = new List<EditAtom>();
        IReadOnlyList<Suspicion> suspicions = [];
        await harness.RequestAsync(new { op = "explore" }, cancellationToken);
        await foreach (var message in harness.ReadAsync(cancellationToken))
        {
            switch (message.Kind)
            {
                case "lines":
                    files.Add(message.Read<CoveredFile>()!);
                    break;
                case "covered":
                    var focus = Focus.Of(files, message.Integer("failing") ?? 0, limits.MaxFunctions);
                    suspicions = [.. focus.SelectMany(f => f.Suspicions()).OrderByDescending(s => s.Score).Take(MaxSuspicions)];
                    if (limits.MaxEdits == 0)
                    {
                        return new EditSpace([], suspicions);
                    }

                    await harness.RequestAsync(new { op = "edits", focus = focus.Select(f => f.Request()) }, cancellationToken);
                    break;
                case "atom" when atoms.Count < limits.MaxEdits && message.Read<EnumeratedEdit>() is { IsWhole: true } edit:
                    atoms.Add(edit.Atom(atoms.Count));
                    break;
                case "done":
                    return new EditSpace(atoms, suspicions);
            }
        }

        throw await harness.EndedAsync(cancellationToken);
    }
}
