using System.Text.Json;

namespace SelfHealing.Toolchains.Python;

/// <summary>How messages to the harness are written.</summary>
internal static class HarnessJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}
