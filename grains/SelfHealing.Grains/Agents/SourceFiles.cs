using System.Text;
using SelfHealing.Repair.Localisation;
using SelfHealing.Repair.Revisions;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Reads a revision's source out of its archive, in one pass and with limits on what is kept.</summary>
internal static class SourceFiles
{
    private const int MaxFileBytes = 1 << 20;
    private const long MaxBytes = 64L << 20;
    private const int MaxFiles = 20_000;

    /// <summary>Text of the files that a patch may touch, by path. What is no text, or too long, is left out.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(
        IArtifacts artifacts, Workspace workspace, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = MaxBytes;
        await using var stream = await artifacts.OpenAsync(workspace.Archive, cancellationToken);
        await foreach (var file in RevisionArchive.FilesAsync(stream, cancellationToken))
        {
            if (found.Count == MaxFiles || left <= 0)
            {
                break;
            }

            if (file.Length <= MaxFileBytes && TextSuspicions.IsSource(file.Path, workspace.Subdirectory))
            {
                var bytes = await file.ReadAsync(cancellationToken);
                left -= bytes.Length;
                if (!bytes.AsSpan().Contains((byte)0))
                {
                    found[file.Path] = Encoding.UTF8.GetString(bytes);
                }
            }
        }

        return found;
    }
}
