using System.Formats.Tar;
using System.IO.Pipelines;
using SelfHealing.Repair.Policy;
using SelfHealing.Repair.Revisions;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains;

/// <summary>A workspace's archive as an agent may see it: without the files that hold secrets.</summary>
/// <remarks>They are left out before anything is sent to the sandbox, so that no command can print them.</remarks>
internal sealed class OpenArchive(IArtifacts artifacts, string archive)
{
    /// <summary>Lets <paramref name="send"/> read the archive.</summary>
    public async Task SendAsync(Func<Stream, Task> send, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, cancellationToken);
        try
        {
            await send(pipe.Reader.AsStream(leaveOpen: true));
        }
        finally
        {
            // Whoever stops reading must not leave the writer waiting for room.
            await pipe.Reader.CompleteAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writing;
    }

    private async Task WriteAsync(PipeWriter pipe, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = await artifacts.OpenAsync(archive, cancellationToken);
            await using var reader = new TarReader(source);
            await using (var writer = new TarWriter(pipe.AsStream(leaveOpen: true), leaveOpen: true))
            {
                while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                {
                    if (entry is not PaxGlobalExtendedAttributesTarEntry && !SecretFiles.Covers(RevisionArchive.PathOf(entry)))
                    {
                        await writer.WriteEntryAsync(entry, cancellationToken);
                    }
                }
            }

            await pipe.CompleteAsync();
        }
        catch (Exception e)
        {
            await pipe.CompleteAsync(e);
            throw;
        }
    }
}
