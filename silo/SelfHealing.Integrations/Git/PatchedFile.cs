using System.Text;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Text edits applied to the bytes of one file.</summary>
internal static class PatchedFile
{
    /// <summary>The file's new content.</summary>
    /// <exception cref="RepositoryException">The edits overlap, or reach beyond the file.</exception>
    public static byte[] Apply(string path, byte[] content, IEnumerable<TextEdit> edits)
    {
        using var patched = new MemoryStream(content.Length + 256);
        var copied = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length))
        {
            if (edit.Start < copied || edit.Length < 0 || edit.Length > content.Length - edit.Start)
            {
                throw new RepositoryException($"The patch does not fit {path}: the edit of {edit.Length} bytes at {edit.Start} overlaps another one or reaches beyond the file.", isUserError: false);
            }

            patched.Write(content, copied, edit.Start - copied);
            patched.Write(Encoding.UTF8.GetBytes(edit.Replacement));
            copied = edit.Start + edit.Length;
        }

        patched.Write(content, copied, content.Length - copied);
        return patched.ToArray();
    }
}
