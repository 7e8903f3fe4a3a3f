using System.Text.Json;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>How an edit space is kept as an artifact: JSON with the names of the web.</summary>
public static class EditSpaceFormat
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>Writes an edit space.</summary>
    public static Task WriteAsync(EditSpace space, Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, space, s_options, cancellationToken);

    /// <summary>Reads an edit space.</summary>
    /// <exception cref="InvalidDataException">The artifact holds no edit space.</exception>
    public static async Task<EditSpace> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<EditSpace>(stream, s_options, cancellationToken)
                ?? throw new InvalidDataException("The artifact of the edit space is empty; explore the incident again.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"The artifact of the edit space cannot be read ({malformed.Message}); explore the incident again.", malformed);
        }
    }
}
