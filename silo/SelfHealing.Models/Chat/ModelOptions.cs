using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Models.Chat;

/// <summary>One chat model. Section <c>SelfHealing:Models:{name}</c>; the name is what <c>--models</c> calls it.</summary>
public sealed class ModelOptions
{
    /// <summary>Whose interface it speaks.</summary>
    /// <value>
    /// <c>openai</c> (chat completions, also of every compatible endpoint), <c>openai-responses</c>, <c>azure-openai</c>, <c>anthropic</c> or
    /// <c>ollama</c>. There is no default value.
    /// </value>
    [Required]
    public string Provider { get; set; } = "";

    /// <summary>The vendor's name of the model; for Azure, of the deployment.</summary>
    /// <value>There is no default value.</value>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Address of the interface.</summary>
    /// <value>An absolute http or https address. The default value is the vendor's own; <c>azure-openai</c> has none.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>Name of the environment variable that holds the key. The key itself never stands in the configuration.</summary>
    /// <value>
    /// The default value is the vendor's own (<c>OPENAI_API_KEY</c>, <c>AZURE_OPENAI_API_KEY</c>, <c>ANTHROPIC_API_KEY</c>); <c>ollama</c> and
    /// endpoints that are not the vendor's need none, and get none unless it is named here.
    /// </value>
    public string? KeyVariable { get; set; }

    /// <summary>Path of a file that holds the key and nothing else; it goes before the variable.</summary>
    /// <value>The default value is null.</value>
    public string? KeyFile { get; set; }

    /// <summary>What it may do: <c>planner</c>, <c>coder</c>, <c>reviewer</c>, <c>tester</c>, <c>selector</c>.</summary>
    /// <value>Empty for all of them. The default value is empty.</value>
    public IList<string> Roles { get; } = [];

    /// <summary>How it works as a coder: <c>multi-agent</c>, <c>agentless</c>, <c>agentic</c>. Each is one voter, named <c>{name}:{strategy}</c>.</summary>
    /// <value>Empty for all of them. The default value is empty.</value>
    public IList<string> Strategies { get; } = [];

    /// <summary>Sampling temperature of the first sample; null leaves it to the vendor, as some models demand.</summary>
    /// <value>From 0 to 2; none at <c>anthropic</c>, which does not take one any more. The default value is null.</value>
    [Range(0, 2)]
    public double? Temperature { get; set; }

    /// <summary>Samples that the strategy <c>agentless</c> draws, one call each.</summary>
    /// <value>From 1 to 64. The default value is 4.</value>
    [Range(1, 64)]
    public int Samples { get; set; } = 4;

    /// <summary>Most tokens of one reply.</summary>
    /// <value>From 256 to 1000000. The default value is 16384.</value>
    [Range(256, 1_000_000)]
    public int MaxOutputTokens { get; set; } = 16_384;

    /// <summary>Tokens that prompt and reply have room for together, where the vendor must be told.</summary>
    /// <value>From 1024 to 10000000; null for the vendor's own, and for 32768 at <c>ollama</c>. The default value is null.</value>
    [Range(1024, 10_000_000)]
    public int? ContextTokens { get; set; }

    /// <summary>Price of a million tokens read.</summary>
    /// <value>US dollars, from 0 to 10000. The default value is 0: unknown prices cost nothing, so set them where money is limited.</value>
    [Range(typeof(decimal), "0", "10000")]
    public decimal InputPrice { get; set; }

    /// <summary>Price of a million tokens read from the vendor's cache.</summary>
    /// <value>US dollars, from 0 to 10000; null for <see cref="InputPrice"/>. The default value is null.</value>
    [Range(typeof(decimal), "0", "10000")]
    public decimal? CachedInputPrice { get; set; }

    /// <summary>Price of a million tokens written.</summary>
    /// <value>US dollars, from 0 to 10000. The default value is 0.</value>
    [Range(typeof(decimal), "0", "10000")]
    public decimal OutputPrice { get; set; }

    /// <summary>Calls at once in one silo; further ones wait, incident by incident in turn.</summary>
    /// <value>From 1 to 1024. The default value is 8.</value>
    [Range(1, 1024)]
    public int MaxConcurrentCalls { get; set; } = 8;

    /// <summary>Requests that one silo sends in a minute.</summary>
    /// <value>From 1 to 1000000. The default value is 600.</value>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Tokens, read and written, that one silo uses in a minute.</summary>
    /// <value>From 1000 to 2000000000. The default value is 2000000.</value>
    [Range(1000, 2_000_000_000)]
    public int TokensPerMinute { get; set; } = 2_000_000;

    /// <summary>How long one request may take before it is given up and tried again.</summary>
    /// <value>From 1 second to 30 minutes. The default value is 3 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Further attempts after a fault that may pass (429, 5xx, no connection, no answer in time).</summary>
    /// <value>From 0 to 10. The default value is 3.</value>
    [Range(0, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>Steps of the strategy <c>agentic</c>, one call each; when they are used up, the best diff so far counts.</summary>
    /// <value>From 1 to 500. The default value is 50.</value>
    [Range(1, 500)]
    public int MaxSteps { get; set; } = 50;

    /// <summary>How long one command of the strategy <c>agentic</c> may take before it is killed with all that it started.</summary>
    /// <value>From 1 second to 30 minutes. The default value is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Replies in a row without exactly one command, after which the strategy <c>agentic</c> ends.</summary>
    /// <value>From 1 to 20. The default value is 3.</value>
    [Range(1, 20)]
    public int MaxFormatErrors { get; set; } = 3;

    /// <summary>Patches that the strategy <c>agentic</c> may submit; after one that fails, the model is shown how, and goes on.</summary>
    /// <value>From 1 to 10. The default value is 3.</value>
    [Range(1, 10)]
    public int MaxSubmissions { get; set; } = 3;
}
