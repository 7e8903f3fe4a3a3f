using System.Text;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Patches;

/// <summary>Applies patches to the bytes of the base revision's files.</summary>
public static class PatchText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The patched content of one file; edits of other files are left out.</summary>
    /// <param name="file">The base revision's bytes.</param>
    /// <param name="path">The file's path below the repository's root, as the patch names it.</param>
    /// <param name="patch">The change.</param>
    /// <exception cref="ArgumentException">An edit lies outside the file, or two of them overlap.</exception>
    public static byte[] Apply(byte[] file, string path, Patch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return Apply(file, patch.Edits.Where(e => e.Path == path));
    }

    /// <summary>The patched content of a file when every edit is one of it.</summary>
    /// <exception cref="ArgumentException">An edit lies outside the file, or two of them overlap.</exception>
    public static byte[] Apply(byte[] file, IEnumerable<TextEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(edits);
        using var patched = new MemoryStream(file.Length + 64);
        var done = 0;
        foreach (var edit in InOrder(edits))
        {
            if (edit.Start < done || edit.Length < 0 || edit.Start + edit.Length > file.Length)
            {
                throw new ArgumentException(
                    $"The edit of {edit.Path} at byte {edit.Start} overlaps another or lies outside the {file.Length} bytes of the file; the patch belongs to another revision.",
                    nameof(edits));
            }

            patched.Write(file, done, edit.Start - done);
            patched.Write(s_strict.GetBytes(edit.Replacement));
            done = edit.Start + edit.Length;
        }

        patched.Write(file, done, file.Length - done);
        return patched.ToArray();
    }

    /// <summary>True when no two edits touch the same bytes, so that they can be made together.</summary>
    public static bool AreApart(IEnumerable<TextEdit> edits) =>
        edits.GroupBy(e => e.Path).All(file =>
        {
            var ordered = InOrder(file).ToList();
            return ordered.Zip(ordered.Skip(1)).All(pair =>
                pair.First.Start + pair.First.Length <= pair.Second.Start && pair.First.Start != pair.Second.Start);
        });

    private static IOrderedEnumerable<TextEdit> InOrder(IEnumerable<TextEdit> edits) =>
        edits.OrderBy(e => e.Start).ThenBy(e => e.Length);
}
