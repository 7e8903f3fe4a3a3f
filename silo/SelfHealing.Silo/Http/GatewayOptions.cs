using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Silo.Http;

/// <summary>How the HTTP API serves its callers. Section <c>SelfHealing:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string Section = "SelfHealing:Gateway";

    /// <summary>The callers and their tokens, by the caller's name. A call then needs the header <c>Authorization: Bearer TOKEN</c>, and the name is written down as who decided or reported where the call names nobody.</summary>
    /// <value>The default value is empty: nobody needs a token, which is allowed only where nothing but loopback addresses are listened on.</value>
    public IDictionary<string, CallerToken> Tokens { get; } = new Dictionary<string, CallerToken>(StringComparer.Ordinal);

    /// <summary>Whether a report may name a repository or remote by a path on the gateway's and silos' own disks.</summary>
    /// <value>The default value is null: true where nothing but loopback addresses are listened on, else false.</value>
    public bool? AllowLocalRepositories { get; set; }

    /// <summary>Largest body of a request, in bytes.</summary>
    /// <value>From 1024 to 67108864. The default value is 1048576.</value>
    [Range(1 << 10, 64 << 20)]
    public int MaxBodyBytes { get; set; } = 1 << 20;

    /// <summary>How long a stream of events is silent before the gateway says that it is still there.</summary>
    /// <value>From 1 second to 5 minutes. The default value is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Where a caller's token is kept: exactly one of the three.</summary>
public sealed class CallerToken
{
    /// <summary>A file that holds the token and nothing else.</summary>
    /// <value>The default value is null.</value>
    public string? TokenFile { get; set; }

    /// <summary>Name of the environment variable that holds the token.</summary>
    /// <value>The default value is null.</value>
    public string? TokenVariable { get; set; }

    /// <summary>The token itself, for a configuration that is a secret store of its own.</summary>
    /// <value>The default value is null.</value>
    public string? Token { get; set; }
}
