using System.Formats.Tar;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains;

/// <summary>Reads single files out of a workspace's archive.</summary>
internal static class ArchiveFiles
{
    /// <summary>The bytes of each named file that is there, in one pass over the archive.</summary>
    public static async Task<Dictionary<string, byte[]>> ReadAsync(
        IArtifacts artifacts, string archive, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var stream = await artifacts.OpenAsync(archive, cancellationToken);
        await using var tar = new TarReader(stream);
        while (found.Count < wanted.Count && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && PathOf(entry) is var path && wanted.Contains(path))
            {
                using var content = new MemoryStream();
                await (entry.DataStream ?? Stream.Null).CopyToAsync(content, cancellationToken);
                found[path] = content.ToArray();
            }
        }

        return found;
    }

    /// <summary>The entry's path below the root.</summary>
    public static string PathOf(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
}
