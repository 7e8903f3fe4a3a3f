using System.Text.Json;
using System.Text.Json.Nodes;
using SelfHealing.ModelServers.Dialects;

namespace SelfHealing.ModelServers;

/// <summary>One vendor's wire format.</summary>
internal abstract class DialectFormat
{
    private static readonly DialectFormat[] s_all =
        [new OpenAIChatFormat(), new OpenAIResponsesFormat(), new AzureOpenAIFormat(), new AnthropicFormat(), new OllamaFormat()];

    public abstract Dialect Dialect { get; }

    /// <summary>Where chats are asked for.</summary>
    public abstract string Path { get; }

    public abstract Uri Endpoint(int port);

    /// <summary>The answer's body.</summary>
    public abstract JsonNode Reply(ModelRequest request, ModelReply reply);

    /// <summary>The body of an error.</summary>
    public abstract JsonNode Error(ModelRequest request, int status);

    public static DialectFormat Of(Dialect dialect) => s_all.Single(format => format.Dialect == dialect);

    public static DialectFormat? ByPath(string path) => s_all.FirstOrDefault(format => format.Path == path);

    public ModelRequest Read(HttpMessage request)
    {
        using var document = JsonDocument.Parse(request.Body);
        var root = document.RootElement;
        if (root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            throw new IOException("These servers answer whole replies only, and the client asked for a stream.");
        }

        var messages = Messages(root).ToList();
        return new ModelRequest
        {
            Number = 0,
            Dialect = Dialect,
            Model = root.GetProperty("model").GetString()!,
            System = string.Join('\n', messages.Where(IsSystem).Select(m => m.Text)),
            Messages = [.. messages.Where(m => !IsSystem(m))],
            Temperature = Temperature(root),
            MaxTokens = MaxTokens(root),
            Key = KeyOf(request.Headers),
            Path = request.Path,
            Headers = request.Headers,
            Body = request.Body,
        };
    }

    /// <summary>What the vendor itself would not understand, whatever the script says; null when it would answer.</summary>
    public virtual ModelReply? Complains(ModelRequest request) => null;

    protected abstract IEnumerable<ModelMessage> Messages(JsonElement request);

    protected virtual double? Temperature(JsonElement request) => Json.Number(request, "temperature");

    protected abstract int? MaxTokens(JsonElement request);

    protected virtual string? KeyOf(IReadOnlyDictionary<string, string> headers) =>
        headers.GetValueOrDefault("Authorization")?.Replace("Bearer ", "", StringComparison.Ordinal);

    /// <summary>What careless gateways put into their errors: the key and the prompt.</summary>
    protected static string Complaint(ModelRequest request, int status) =>
        $"Error {status}: key '{request.Key}' asked '{(request.Messages is [.., var last] ? last.Text : "")}'.";

    private static bool IsSystem(ModelMessage message) => message.Role is "system" or "developer";
}
