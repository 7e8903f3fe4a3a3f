using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace SelfHealing.Repair.Revisions;

/// <summary>Reads the tar in which a revision's files travel. What it names is data: nothing is ever unpacked by it.</summary>
public static class RevisionArchive
{
    /// <summary>Every regular file, in the archive's order. A file's content can be read until the next one is asked for.</summary>
    /// <param name="archive">An uncompressed tar, read once from where it stands.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<ArchivedFile> FilesAsync(Stream archive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(archive, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                yield return new ArchivedFile(PathOf(entry), entry.Length, entry.DataStream ?? Stream.Null);
            }
        }
    }

    /// <summary>The bytes of each named file that is there, by its path, in one pass over the archive.</summary>
    public static async Task<Dictionary<string, byte[]>> ReadAsync(Stream archive, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return found;
        }

        await foreach (var file in FilesAsync(archive, cancellationToken))
        {
            if (wanted.Contains(file.Path))
            {
                found[file.Path] = await file.ReadAsync(cancellationToken);
                if (found.Count == wanted.Count)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>An entry's path below the repository's root.</summary>
    public static string PathOf(TarEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
    }
}
