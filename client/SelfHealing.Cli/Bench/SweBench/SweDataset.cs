using System.Text.Json;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Reads SWE-bench's instances, one JSON document a line. Fields that it does not know are left alone.</summary>
/// <param name="path">The JSONL file.</param>
internal sealed class SweDataset(string path)
{
    private static readonly System.Buffers.SearchValues<char> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The instances in the file's order.</summary>
    /// <exception cref="CliException">There is no such file, or lines of it are broken: all of them are named.</exception>
    public IReadOnlyList<SweInstance> Read()
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no file '{path}'. Name SWE-bench's instances, one JSON document a line, with --dataset.");
        }

        var instances = new List<SweInstance>();
        var faults = new List<string>();
        foreach (var (line, index) in File.ReadLines(path).Select((line, index) => (line, index)).Where(l => !string.IsNullOrWhiteSpace(l.line)))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                instances.Add(Parse(document.RootElement));
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                faults.Add($"line {index + 1}: {e.Message}");
            }
        }

        var twice = instances.GroupBy(i => i.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{g.Key} is there {g.Count()} times");
        faults.AddRange(twice);
        return faults.Count > 0 ? throw new CliException($"'{path}' is no SWE-bench data set: {string.Join("; ", faults.Take(5))}{(faults.Count > 5 ? $"; and {faults.Count - 5} more" : "")}.")
            : instances.Count == 0 ? throw new CliException($"The file '{path}' holds no instance.")
            : instances;
    }

    private static SweInstance Parse(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("it is no JSON object");
        }

        var repository = Required(row, "repo");
        var commit = Required(row, "base_commit");
        if (repository.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name] || !IsName(owner) || !IsName(name))
        {
            throw new FormatException($"repo is '{repository}' and not owner/name");
        }

        if (commit.Length is < 7 or > 64 || commit.AsSpan().ContainsAnyExcept(Hexadecimal))
        {
            throw new FormatException("base_commit is no commit id");
        }

        return new SweInstance(Required(row, "instance_id"), repository, commit, Required(row, "problem_statement"))
        {
            Hints = Text(row, "hints_text") ?? "",
            Version = Text(row, "version") ?? "",
            TestPatch = Text(row, "test_patch") ?? "",
            FailToPass = Ids(row, "FAIL_TO_PASS"),
            PassToPass = Ids(row, "PASS_TO_PASS"),
        };
    }

    // They become part of a path and of a URL.
    private static bool IsName(string part) => part is not ("." or "..") && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && part[0] != '-';

    private static string Required(JsonElement row, string name) => Text(row, name) is { Length: > 0 } text ? text : throw new FormatException($"{name} is missing");

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new FormatException($"{name} is no text"),
        }
        : null;

    /// <summary>A list, or the same list as a string of JSON, as the published files have it.</summary>
    private static List<string> Ids(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            return text.Trim().Length == 0 ? [] : JsonSerializer.Deserialize<List<string>>(text) ?? [];
        }

        return value.ValueKind == JsonValueKind.Array ? value.Deserialize<List<string>>()! : throw new FormatException($"{name} is neither a list nor a list as text");
    }
}
