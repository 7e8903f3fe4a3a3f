using System.Formats.Tar;
using System.Text;
using SelfHealing.Repair.Localisation;
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
        await using var tar = new TarReader(stream);
        while (found.Count < MaxFiles && left > 0 && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.DataStream is { } data && entry.Length <= MaxFileBytes && TextSuspicions.IsSource(path, workspace.Subdirectory))
            {
                using var content = new MemoryStream();
                await data.CopyToAsync(content, cancellationToken);
                left -= content.Length;
                if (!content.GetBuffer().AsSpan(0, (int)content.Length).Contains((byte)0))
                {
                    found[path] = Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
                }
            }
        }

        return found;
    }
}
