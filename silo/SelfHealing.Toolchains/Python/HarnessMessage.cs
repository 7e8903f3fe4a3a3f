using System.Text.Json;
using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

/// <summary>One message of the harness. What is missing or of another type reads as nothing: nothing in it is trusted.</summary>
internal sealed class HarnessMessage
{
    private readonly JsonElement _json;

    private HarnessMessage(JsonElement json) => _json = json;

    /// <summary>What the message is about.</summary>
    public string Kind => Text("kind") ?? "";

    public static HarnessMessage Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return new HarnessMessage(document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new SandboxException("The sandbox wrote something on its result channel that is no message of the harness.", e);
        }
    }

    public string? Text(string name) => Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public double Number(string name) => Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : 0;

    public int? Integer(string name) => Property(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public bool Flag(string name) => Property(name) is { ValueKind: JsonValueKind.True };

    public byte[]? Bytes(string name) => Property(name) is { ValueKind: JsonValueKind.String } value && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    public IEnumerable<JsonElement> Items(string name) => Property(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public T? Read<T>()
        where T : class
    {
        try
        {
            return _json.Deserialize<T>(HarnessJson.Options);
        }
        catch (JsonException e)
        {
            throw new SandboxException($"The harness sent a message of kind '{Kind}' that does not have its shape.", e);
        }
    }

    private JsonElement? Property(string name) =>
        _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var value) ? value : null;
}
