using SelfHealing.Repair.Revisions;
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
        await foreach (var file in RevisionArchive.FilesAsync(stream, cancellationToken))
        {
            files[file.Path] = file.Length;
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
        IArtifacts artifacts, string archive, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenAsync(archive, cancellationToken);
        return await RevisionArchive.ReadAsync(stream, paths, cancellationToken);
    }
}
