using System.Formats.Tar;
using SelfHealing.Storage;

namespace SelfHealing.Models.BuiltIn;

/// <summary>Reads single files out of a workspace's archive.</summary>
internal static class WorkspaceFiles
{
    /// <summary>The size in bytes of every regular file, by its path.</summary>
    public static async Task<Dictionary<string, long>> ListAsync(IArtifacts artifacts, string archive, CancellationToken cancellationToken)
    {
        Dictionary<string, long> files = [];
        await using var stream = await artifacts.OpenAsync(archive, cancellationToken);
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                files[PathOf(entry)] = entry.Length;
            }
        }

        return files;
    }

    /// <summary>The bytes of each named file, in one pass over the archive.</summary>
    /// <exception cref="InvalidDataException">The archive lacks one of them.</exception>
    public static async Task<Dictionary<string, byte[]>> ReadAsync(
        IArtifacts artifacts, string archive, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.ToHashSet();
        var found = await ReadKnownAsync(artifacts, archive, wanted, cancellationToken);
        return found.Count == wanted.Count ? found
            : throw new InvalidDataException($"The workspace's archive has no file {wanted.Except(found.Keys).First()}; prepare the incident again.");
    }

    /// <summary>The same of those that the archive has.</summary>
    public static async Task<Dictionary<string, byte[]>> ReadKnownAsync(
        IArtifacts artifacts, string archive, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.ToHashSet();
        Dictionary<string, byte[]> found = [];
        await using var stream = await artifacts.OpenAsync(archive, cancellationToken);
        await using var tar = new TarReader(stream);
        while (found.Count < wanted.Count && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var path = PathOf(entry);
            if (entry.DataStream is { } data && wanted.Contains(path))
            {
                using var content = new MemoryStream();
                await data.CopyToAsync(content, cancellationToken);
                found[path] = content.ToArray();
            }
            else if (entry.Length == 0 && wanted.Contains(path))
            {
                found[path] = [];
            }
        }

        return found;
    }

    private static string PathOf(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
}
