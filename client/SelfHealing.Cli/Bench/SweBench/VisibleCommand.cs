using System.Text;
using SelfHealing.Repair.Localisation;
using SelfHealing.Repair.Revisions;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Which tests a repair may run: those of the base revision that are nearest to what the issue names, never the hidden ones.</summary>
internal static class VisibleCommand
{
    private const int Files = 12;
    private const int MaxSourceBytes = 1 << 20;

    /// <summary>The incident's test command.</summary>
    /// <remarks>Chosen from the text and the revision's own files alone. Where the text is near to no test file, the command runs as it is.</remarks>
    public static async Task<string> OfAsync(SweInstance instance, BaseTree repository, string template, bool hasImage, CancellationToken cancellationToken)
    {
        if (!SweCommands.IsBounded(template))
        {
            return SweCommands.Of(template, [], hasImage);
        }

        var paths = (await repository.FilesAsync(cancellationToken)).Select(f => f.Path).ToList();
        var sources = await SourcesAsync(repository, cancellationToken);
        var suspicious = TextSuspicions.Of(instance.Problem, sources).Select(s => s.Path).Distinct().ToList();
        return SweCommands.Of(template, NearestTests.Of(paths, suspicious, instance.Problem, Files), hasImage);
    }

    private static async Task<Dictionary<string, string>> SourcesAsync(BaseTree repository, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        using var archive = new MemoryStream(await repository.ArchiveAsync(repository.Id, cancellationToken));
        await foreach (var file in RevisionArchive.FilesAsync(archive, cancellationToken))
        {
            if (file.Length <= MaxSourceBytes && TextSuspicions.IsSource(file.Path, ""))
            {
                sources[file.Path] = Encoding.UTF8.GetString(await file.ReadAsync(cancellationToken));
            }
        }

        return sources;
    }
}
