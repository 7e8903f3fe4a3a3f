using System.Collections.Concurrent;
using System.Text;
using SelfHealing.Incidents;
using SelfHealing.Models.BuiltIn;
using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Prompting;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Briefings;

/// <summary>The base revision's files as models may see them. Files that hold secrets do not exist here.</summary>
internal sealed class BaseFiles
{
    private const long LargestFile = 1 << 20;

    private readonly IArtifacts _artifacts;
    private readonly string _archive;
    private readonly ConcurrentDictionary<string, byte[]> _read = new(StringComparer.Ordinal);

    private BaseFiles(IArtifacts artifacts, string archive, IReadOnlyDictionary<string, long> readable, IReadOnlyDictionary<string, long> editable)
    {
        (_artifacts, _archive) = (artifacts, archive);
        (Readable, Editable) = (readable, editable);
    }

    /// <summary>Sizes of the files that a model may read, by path.</summary>
    public IReadOnlyDictionary<string, long> Readable { get; }

    /// <summary>Sizes of the files among them that a fix may change, by path.</summary>
    public IReadOnlyDictionary<string, long> Editable { get; }

    /// <summary>Lists the files of a workspace.</summary>
    public static async Task<BaseFiles> OpenAsync(
        IArtifacts artifacts, Workspace workspace, IncidentReport report, Baseline baseline, CancellationToken cancellationToken)
    {
        var all = await WorkspaceFiles.ListAsync(artifacts, workspace.Archive, cancellationToken);
        var readable = all.Where(f => f.Value <= LargestFile && Visibility.IsReadable(f.Key)).ToDictionary(StringComparer.Ordinal);
        var deciding = TestFiles.Deciding(report.TestCommand, baseline.FailToPass, report.Subdirectory);
        var editable = Allowed(readable, deciding, report.Subdirectory);
        // A program may be nothing but the file that judges it.
        return new BaseFiles(
            artifacts, workspace.Archive, readable, editable.Count > 0 ? editable : Allowed(readable, new HashSet<string>(), report.Subdirectory));
    }

    /// <summary>The bytes of files that a model may read; what does not exist is left out.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.Where(Readable.ContainsKey).Distinct(StringComparer.Ordinal).ToList();
        var missing = wanted.Where(p => !_read.ContainsKey(p)).ToList();
        if (missing.Count > 0)
        {
            foreach (var (path, bytes) in await WorkspaceFiles.ReadAsync(_artifacts, _archive, missing, cancellationToken))
            {
                _read[path] = bytes;
            }
        }

        return wanted.ToDictionary(p => p, p => _read[p], StringComparer.Ordinal);
    }

    /// <summary>The text of files that a model may read, in the order in which they are named; what does not exist or is no text is left out.</summary>
    public async Task<IReadOnlyList<SourceFile>> TextsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = await ReadAsync(paths, cancellationToken);
        return
        [
            .. paths.Where(files.ContainsKey)
                .Select(p => new SourceFile(p, Encoding.UTF8.GetString(files[p]).TrimStart('\ufeff')))
                .Where(f => f.Text.Length > 0 && !f.Text.AsSpan().ContainsAny('\0', '\ufffd')),
        ];
    }

    /// <summary>A patch as a diff.</summary>
    public async Task<string> DiffAsync(Patch patch, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(patch.Edits.Select(e => e.Path), cancellationToken);
        return string.Concat(bytes.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => UnifiedDiff.Of(f.Key, f.Value, PatchText.Apply(f.Value, f.Key, patch))));
    }

    private static Dictionary<string, long> Allowed(Dictionary<string, long> readable, IReadOnlySet<string> deciding, string subdirectory) =>
        readable.Where(f => Visibility.IsEditable(f.Key, deciding, subdirectory)).ToDictionary(StringComparer.Ordinal);
}
