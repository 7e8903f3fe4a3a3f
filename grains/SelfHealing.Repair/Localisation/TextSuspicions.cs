using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Localisation;

/// <summary>Where the fault may be when only a text tells of it: the frames of its traces, then the code that it names, then its files.</summary>
/// <remarks>Scores are advice, comparable within one incident, and lie between 0 and 1 as those of a coverage do.</remarks>
public static class TextSuspicions
{
    private const int Kept = 50;
    private const double Frame = 1.0;
    private const double Outer = 0.9;
    private const double NamedCode = 0.7;
    private const double NamedFile = 0.3;

    /// <summary>Whether a file of this path is worth reading: source that a patch may touch.</summary>
    /// <param name="path">Path below the repository's root.</param>
    /// <param name="subdirectory">The report's subdirectory.</param>
    public static bool IsSource(string path, string subdirectory)
    {
        ArgumentNullException.ThrowIfNull(path);
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') && !s_prose.Contains(path[(dot + 1)..].ToUpperInvariant()) && PatchPolicy.CheckPath(path, subdirectory) is null;
    }

    /// <summary>The most suspicious lines, highest first, at most 50; empty when the text names nothing of the repository.</summary>
    /// <param name="text">The incident's text, of any form and length.</param>
    /// <param name="sources">Source files by path below the repository's root.</param>
    public static IReadOnlyList<Suspicion> Of(string text, IReadOnlyDictionary<string, string> sources)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(sources);
        var places = TextPlaces.In(text);
        var files = new RepositoryFiles(sources.Keys);
        var definitions = sources.ToDictionary(s => s.Key, s => new Lazy<Definitions>(() => new Definitions(s.Value)), StringComparer.Ordinal);
        var mentioned = places.Names.Select(n => files.Named(n)?.Path).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Frames(places, files, definitions)
                .Concat(places.Names.SelectMany(name => Code(name, files, definitions, mentioned)))
                .Concat(mentioned.Select(path => new Suspicion(path, 1, "", NamedFile)))
                .GroupBy(s => (s.Path, s.Line))
                .Select(g => g.MaxBy(s => s.Score)!)
                .OrderByDescending(s => s.Score).ThenBy(s => s.Path, StringComparer.Ordinal).ThenBy(s => s.Line)
                .Take(Kept),
        ];
    }

    // The innermost frame is printed last; each one further out counts a little less.
    private static IEnumerable<Suspicion> Frames(TextPlaces places, RepositoryFiles files, Dictionary<string, Lazy<Definitions>> definitions) =>
        places.Lines
            .Select(place => (Path: files.Ending(place.File), place.Line))
            .Where(place => place.Path is not null)
            .Reverse()
            .Select((place, depth) => new Suspicion(
                place.Path!, Math.Max(1, place.Line), definitions[place.Path!].Value.Around(place.Line), Math.Round(Frame * Math.Pow(Outer, depth), 4)));

    // A name that is defined in many places says little; one in a file that the text names says more.
    private static IEnumerable<Suspicion> Code(
        string name, RepositoryFiles files, Dictionary<string, Lazy<Definitions>> definitions, HashSet<string> mentioned)
    {
        var file = files.Named(name);
        var rest = file?.Behind ?? name;
        if (rest.Length == 0)
        {
            return [];
        }

        var among = file is null ? definitions : definitions.Where(d => d.Key == file.Value.Path);
        var found = Longest(rest, among);
        return found.Select(f => new Suspicion(
            f.Path, f.Line, f.Name, Math.Round(NamedCode * (mentioned.Contains(f.Path) ? 1.2 : 1) / Math.Sqrt(found.Count), 4)));
    }

    // self.wcs.to_pixel is defined as to_pixel: the longest end of a dotted name that is defined anywhere counts.
    private static List<(string Path, int Line, string Name)> Longest(string name, IEnumerable<KeyValuePair<string, Lazy<Definitions>>> among)
    {
        var parts = name.Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var from = 0; from < Math.Min(parts.Length, 6); from++)
        {
            var end = string.Join('.', parts[from..]);
            var found = among.SelectMany(d => d.Value.Value.Of(end).Select(f => (d.Key, f.Line, f.Name))).Take(200).ToList();
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static readonly HashSet<string> s_prose =
    [
        "MD", "RST", "TXT", "JSON", "JSONL", "YML", "YAML", "TOML", "CFG", "INI", "LOCK", "PO", "POT", "HTML", "HTM", "CSS", "SVG", "CSV", "TSV", "XML",
        "PNG", "JPG", "GIF", "ICO", "PDF", "MO", "IPYNB", "SO", "PYC", "GZ", "ZIP", "FITS", "NPY", "DAT", "BIN", "WOFF", "TTF",
    ];
}
