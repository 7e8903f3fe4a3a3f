namespace SelfHealing.Repair.Revisions;

/// <summary>One regular file of a revision's archive.</summary>
/// <param name="Path">Path below the repository's root, with <c>/</c>.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="Content">Its bytes, to be read once and before the next file.</param>
public sealed record ArchivedFile(string Path, long Length, Stream Content)
{
    /// <summary>All of its bytes.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await Content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
