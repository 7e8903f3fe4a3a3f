using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Patches;

/// <summary>Makes a patch of what an agent changed in its copy of the repository.</summary>
public static class WorkingCopy
{
    /// <summary>The patch, and what of the changes is no part of it.</summary>
    /// <param name="changes">What differs from the base revision.</param>
    /// <param name="files">The base revision's content of those changed files that a fix may change, by path.</param>
    /// <param name="subdirectory">The report's subdirectory.</param>
    /// <remarks>A patch changes existing files. Tests and everything else that policy protects stay as they are, so that the agent's own copies of them count for nothing.</remarks>
    public static CopiedPatch Of(IReadOnlyList<ShellChange> changes, IReadOnlyDictionary<string, byte[]> files, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(files);
        List<TextEdit> edits = [];
        List<string> dropped = [];
        foreach (var change in changes)
        {
            if (WhyNot(change, files, subdirectory) is { } reason)
            {
                dropped.Add(reason);
                continue;
            }

            try
            {
                edits.AddRange(PatchDiff.Of(change.Path, files[change.Path], change.Content!));
            }
            catch (ArgumentException)
            {
                dropped.Add($"{PathForm.Shown(change.Path)} is no UTF-8 text, and only such files can be changed.");
            }
        }

        return new CopiedPatch(new Patch(edits), dropped);
    }

    private static string? WhyNot(ShellChange change, IReadOnlyDictionary<string, byte[]> files, string subdirectory) =>
        PatchPolicy.CheckPath(change.Path, subdirectory) is { } breach ? breach.Message
        : change.IsNew ? $"{PathForm.Shown(change.Path)} is a new file, and a patch adds none."
        : !files.ContainsKey(change.Path) ? $"{PathForm.Shown(change.Path)} is no file that a fix may change."
        : change.Content is null ? $"{PathForm.Shown(change.Path)} was removed, and a patch removes no file."
        : null;
}

/// <summary>A patch made of a working copy.</summary>
/// <param name="Patch">The change; without edits when nothing that counts has changed.</param>
/// <param name="Dropped">What was changed and is no part of it, a sentence each.</param>
public sealed record CopiedPatch(Patch Patch, IReadOnlyList<string> Dropped);
