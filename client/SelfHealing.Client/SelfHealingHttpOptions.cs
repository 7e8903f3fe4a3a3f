using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Client;

/// <summary>How a client speaks to a gateway over HTTP.</summary>
public sealed class SelfHealingHttpOptions : IValidatableObject
{
    /// <summary>The gateway's address, for instance <c>https://selfheal.example.org/</c>.</summary>
    /// <value>An absolute http or https address without user name and query. There is no default value.</value>
    [Required]
    public Uri? Server { get; set; }

    /// <summary>The token that names the caller to the gateway. It is sent to <see cref="Server"/> only, and never follows a redirection.</summary>
    /// <value>The default value is null: none is sent.</value>
    public string? Token { get; set; }

    /// <summary>Whether the token may be sent unencrypted to another machine, for instance within a cluster's own network.</summary>
    /// <value>The default value is false.</value>
    public bool AllowTokenOverHttp { get; set; }

    /// <summary>Longest time that one attempt of a call may take.</summary>
    /// <value>From 1 second to 10 minutes. The default value is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream may be silent before it counts as broken. A gateway says something every 15 seconds.</summary>
    /// <value>From 1 second to 10 minutes. The default value is 45 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Server is { IsAbsoluteUri: false } or { IsAbsoluteUri: true, Scheme: not ("http" or "https") })
        {
            yield return new ValidationResult("The server's address is not one: it starts with http:// or https://.");
        }
        else if (Server is { UserInfo.Length: > 0 } or { Query.Length: > 0 } or { Fragment.Length: > 0 })
        {
            yield return new ValidationResult("The server's address holds more than an address. Give the token as a token, and nothing after the path.");
        }
        else if (Token is { Length: > 0 } && Server is { Scheme: "http", IsLoopback: false } && !AllowTokenOverHttp)
        {
            yield return new ValidationResult(
                $"The token would go unencrypted over the network to {Server.Host}. Use https, or set AllowTokenOverHttp where the network is your own.");
        }

        if (Token is { } token && !token.All(c => c is > ' ' and < '\x7f'))
        {
            yield return new ValidationResult("The token has spaces or signs that no token has. It must be the token and nothing else.");
        }
    }
}
