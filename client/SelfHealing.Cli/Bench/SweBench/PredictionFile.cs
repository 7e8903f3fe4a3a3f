using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>One prediction in the official format.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Model">Who made it.</param>
/// <param name="Patch">A unified diff; empty when nothing was found.</param>
internal sealed record Prediction(
    [property: JsonPropertyName("instance_id"), JsonRequired] string Instance,
    [property: JsonPropertyName("model_name_or_path"), JsonRequired] string Model,
    [property: JsonPropertyName("model_patch")] string? Patch);

/// <summary>A file of predictions, one JSON document a line. A line is whole or not there, and an instance has one.</summary>
internal sealed class PredictionFile(string path)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _writing = new();

    /// <summary>What it holds, by instance; a line that a kill cut short is left out.</summary>
    public IReadOnlyDictionary<string, Prediction> Read()
    {
        var found = new Dictionary<string, Prediction>(StringComparer.Ordinal);
        foreach (var prediction in (File.Exists(path) ? File.ReadLines(path) : []).Select(Parse).OfType<Prediction>())
        {
            found[prediction.Instance] = prediction;
        }

        return found;
    }

    /// <summary>Reads a file that somebody else wrote.</summary>
    /// <exception cref="CliException">There is none, or a line of it is no prediction.</exception>
    public IReadOnlyDictionary<string, Prediction> ReadStrictly()
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no file '{path}'. Name predictions, one JSON document a line, with --grade-only.");
        }

        var broken = File.ReadLines(path).Select((line, index) => (line, index)).Where(l => l.line.Trim().Length > 0 && Parse(l.line) is null).Select(l => l.index + 1).ToList();
        return broken.Count == 0 ? Read() : throw new CliException($"Line {broken[0]} of '{path}' is no prediction: it needs instance_id, model_name_or_path and model_patch.");
    }

    /// <summary>Writes a prediction; one of the same instance gives way.</summary>
    public void Put(Prediction prediction)
    {
        lock (_writing)
        {
            var known = Read();
            if (known.TryGetValue(prediction.Instance, out var old) && old == prediction && EndsWhole())
            {
                return;
            }

            if (old is null && EndsWhole())
            {
                File.AppendAllText(path, $"{JsonSerializer.Serialize(prediction, Plain)}\n");
                return;
            }

            // Written beside it and moved in one step: a kill leaves the old file or the new one.
            var lines = known.Values.Where(p => p.Instance != prediction.Instance).Append(prediction).Select(p => JsonSerializer.Serialize(p, Plain));
            File.WriteAllText($"{path}.new", string.Join('\n', lines) + "\n");
            File.Move($"{path}.new", path, overwrite: true);
        }
    }

    private bool EndsWhole()
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return true;
        }

        using var file = File.OpenRead(path);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private static Prediction? Parse(string line)
    {
        try
        {
            return line.Trim().Length == 0 ? null : JsonSerializer.Deserialize<Prediction>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
