using SelfHealing.Repairs;

namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Brings a model's edit blocks onto the files of the base revision.</summary>
/// <remarks>
/// A block is looked for in the base revision, else in what the blocks before it made of it. Each file keeps its line ends, its byte order mark
/// and the way it ends; lines that a block only repeats are left as they are.
/// </remarks>
public static class EditFit
{
    /// <summary>The patch, or why there is none: either every block fits or nothing is changed.</summary>
    /// <param name="blocks">What the model wrote.</param>
    /// <param name="files">The base revision's files by path, at least those that the blocks name.</param>
    /// <param name="subdirectory">The report's subdirectory: a model may name files from there.</param>
    public static FittedEdits Of(IReadOnlyList<EditBlock> blocks, IReadOnlyDictionary<string, byte[]> files, string subdirectory = "")
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(subdirectory);
        List<TextEdit> edits = [];
        List<string> fitted = [];
        List<BlockFailure> failures = [];
        foreach (var file in blocks.GroupBy(b => PathOf(b.Path, files.ContainsKey, subdirectory)))
        {
            if (file.Key is not { } path)
            {
                failures.AddRange(file.Select(b => new BlockFailure(
                    b, null, null, $"There is no file {b.Path}. Only files that exist can be changed; name them by their path from the repository's root.")));
            }
            else if (SourceText.Of(files[path]) is not { } text)
            {
                failures.AddRange(file.Select(b => new BlockFailure(b, path, null, $"{path} is no UTF-8 text, and only such files can be changed.")));
            }
            else
            {
                var fit = new FileFit(path, text);
                foreach (var block in file)
                {
                    fit.Add(block);
                }

                fitted.AddRange(fit.Fitted);
                failures.AddRange(fit.Failures);
                edits.AddRange(PatchDiff.Of(path, files[path], fit.Bytes()));
            }
        }

        if (failures.Count == 0 && edits.Count == 0)
        {
            failures.AddRange(blocks.Take(1).Select(b => new BlockFailure(b, null, null, "The edits change nothing: what they write is what already stands there.")));
        }

        return new FittedEdits(failures.Count == 0 ? new Patch(edits) : null, fitted.Count == 0 ? null : string.Join(' ', fitted), failures);
    }

    /// <summary>The file that a model means by a path; null when there is none.</summary>
    /// <param name="named">The path as the model wrote it.</param>
    /// <param name="exists">Whether the base revision has a file.</param>
    /// <param name="subdirectory">The report's subdirectory.</param>
    public static string? PathOf(string named, Func<string, bool> exists, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(exists);
        ArgumentNullException.ThrowIfNull(subdirectory);
        var path = named.StartsWith("./", StringComparison.Ordinal) ? named[2..] : named;
        var root = subdirectory.Trim('/');
        string[] places = [path, .. root.Length > 0 ? [$"{root}/{path}"] : Array.Empty<string>()];
        return Array.Find(places, p => exists(p));
    }
}

/// <summary>What came of bringing blocks onto files.</summary>
/// <param name="Patch">The change; null when some block does not fit.</param>
/// <param name="Fitted">Which blocks did not stand exactly so and how they were brought to fit, as sentences; null when all did.</param>
/// <param name="Failures">The blocks that do not fit.</param>
public sealed record FittedEdits(Patch? Patch, string? Fitted, IReadOnlyList<BlockFailure> Failures);

/// <summary>A block that does not fit.</summary>
/// <param name="Block">The block.</param>
/// <param name="Path">The file that it is about; null when there is none.</param>
/// <param name="Line">The line, from 1, at which it would fit best; null when none is like it.</param>
/// <param name="Reason">Why it does not fit, as a sentence.</param>
public sealed record BlockFailure(EditBlock Block, string? Path, int? Line, string Reason);
