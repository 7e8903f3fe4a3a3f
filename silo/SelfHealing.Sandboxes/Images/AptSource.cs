namespace SelfHealing.Sandboxes.Images;

/// <summary>One archive named in apt's sources.</summary>
/// <param name="Address">Its http or https address, without a slash at the end.</param>
/// <param name="Suites">Releases taken from it.</param>
/// <param name="Components">Components taken from it.</param>
internal sealed record AptSource(string Address, IReadOnlyList<string> Suites, IReadOnlyList<string> Components)
{
    /// <summary>The binary archives of a <c>sources.list</c> or a deb822 <c>.sources</c> file.</summary>
    public static IEnumerable<AptSource> Parse(string text)
    {
        // A comment may stand between the fields of a stanza, and often holds another address.
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#')).Select(line => line.TrimEnd('\r')).ToList();
        return lines.Exists(line => line.StartsWith("Types:", StringComparison.OrdinalIgnoreCase)) ? Stanzas(lines) : lines.SelectMany(OneLine);
    }

    private static IEnumerable<AptSource> OneLine(string line)
    {
        var words = Words(line);
        if (words.Count == 0 || words[0] != "deb")
        {
            yield break;
        }

        // Options stand in brackets, with or without spaces inside.
        var rest = words.Skip(1).ToList();
        if (rest.Count > 0 && rest[0].StartsWith('['))
        {
            rest = [.. rest.SkipWhile(w => !w.EndsWith(']')).Skip(1)];
        }

        if (rest.Count >= 2 && IsWeb(rest[0]))
        {
            yield return new AptSource(rest[0].TrimEnd('/'), [rest[1]], [.. rest.Skip(2)]);
        }
    }

    private static IEnumerable<AptSource> Stanzas(List<string> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in lines.Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                foreach (var source in Stanza(fields))
                {
                    yield return source;
                }

                fields.Clear();
            }
            else if (char.IsWhiteSpace(line[0]) && last.Length > 0)
            {
                fields[last] = fields.GetValueOrDefault(last) + " " + line.Trim();
            }
            else if (line.IndexOf(':') is var colon and > 0)
            {
                last = line[..colon].Trim();
                fields[last] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static IEnumerable<AptSource> Stanza(Dictionary<string, string> fields) =>
        Words(fields.GetValueOrDefault("Types")).Contains("deb") && fields.GetValueOrDefault("Enabled") != "no"
            ? Words(fields.GetValueOrDefault("URIs")).Where(IsWeb)
                .Select(uri => new AptSource(uri.TrimEnd('/'), Words(fields.GetValueOrDefault("Suites")), Words(fields.GetValueOrDefault("Components"))))
            : [];

    private static List<string> Words(string? text) => [.. (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];

    private static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
