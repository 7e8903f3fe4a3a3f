using System.Globalization;
using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Panels;

/// <summary>A chat model as the configuration describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dialect">What its vendor speaks.</param>
/// <param name="Endpoint">Where its vendor listens.</param>
/// <param name="Strategies">How it works as a coder.</param>
internal sealed record PanelModel(string Name, Dialect Dialect, Uri Endpoint, params string[] Strategies)
{
    /// <summary>The environment variable with the key of every fake vendor.</summary>
    public const string KeyVariable = "SELFHEAL_SCENARIO_KEY";

    static PanelModel() => Environment.SetEnvironmentVariable(KeyVariable, Key);

    /// <summary>The key of every fake vendor.</summary>
    public static string Key => "sk-scenario-4f1c9e7a52d84b0c";

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["coder"];

    /// <summary>Samples of the strategy <c>agentless</c>.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>How long one request may take. The vendors answer at once, so only those that never answer need it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Further attempts after a fault that may pass.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Further settings of the model.</summary>
    public IReadOnlyDictionary<string, string> Further { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The configuration, by key.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        Setting("Provider", Provider),
        Setting("Model", $"fake-{Name}"),
        Setting("Endpoint", Endpoint.ToString()),
        Setting("KeyVariable", KeyVariable),
        Setting("Samples", Samples.ToString(CultureInfo.InvariantCulture)),
        Setting("Timeout", Timeout.ToString("c", CultureInfo.InvariantCulture)),
        Setting("Retries", Retries.ToString(CultureInfo.InvariantCulture)),
        .. Roles.Select((role, index) => Setting($"Roles:{index}", role)),
        .. Strategies.Select((strategy, index) => Setting($"Strategies:{index}", strategy)),
        .. Further.Select(setting => Setting(setting.Key, setting.Value)),
    ];

    /// <summary>Configures it for the commands of a workshop.</summary>
    public void Into(Workshop workshop)
    {
        workshop.Environment[KeyVariable] = Key;
        foreach (var (key, value) in Settings)
        {
            workshop.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
    }

    private string Provider => Dialect switch
    {
        Dialect.OpenAIChat => "openai",
        Dialect.OpenAIResponses => "openai-responses",
        Dialect.AzureOpenAI => "azure-openai",
        Dialect.Anthropic => "anthropic",
        Dialect.Ollama => "ollama",
        _ => throw new InvalidOperationException($"No provider speaks {Dialect}."),
    };

    private KeyValuePair<string, string?> Setting(string key, string value) => new($"SelfHealing:Models:{Name}:{key}", value);
}
