using System.Text.Json;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>A JSON file that gives texts to instances: by instance id, by <c>owner/name@version</c>, by <c>owner/name</c>, or by <c>*</c>.</summary>
internal static class NamedTexts
{
    /// <summary>Reads it; nothing is named without a file.</summary>
    /// <exception cref="CliException">It is not there, or no object of texts.</exception>
    public static IReadOnlyDictionary<string, string> Read(string? file, string option)
    {
        if (file is null)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            return File.Exists(file)
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? []
                : throw new CliException($"There is no file '{file}'. Name a JSON object of texts by instance id, owner/name@version, owner/name or * with {option}.");
        }
        catch (JsonException e)
        {
            throw new CliException($"'{file}' is no JSON object of texts by instance id, owner/name@version, owner/name or *: {e.Message}");
        }
    }

    /// <summary>The text of an instance by its most particular name; null when it has none.</summary>
    public static string? Of(this IReadOnlyDictionary<string, string> texts, SweInstance instance) =>
        instance.Names.Select(name => texts.GetValueOrDefault(name)).FirstOrDefault(text => text is not null);
}
