using System.Text.Json;
using Orleans.Storage;

namespace SelfHealing.Storage;

/// <summary>Grain state as the same JSON that events are stored in.</summary>
internal sealed class GrainStateJson : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, StoredJson.Options));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonSerializer.Deserialize<T>(input, StoredJson.Options)!;
    }
}
