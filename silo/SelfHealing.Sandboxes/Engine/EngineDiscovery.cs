using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>Where to look for an engine, in the order of the docker command line: DOCKER_HOST, the current context, the default socket.</summary>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="readFile">Reads a text file; null when there is none.</param>
/// <param name="socket">The default socket.</param>
internal sealed class EngineDiscovery(Func<string, string?> variable, Func<string, string?> readFile, string socket = EngineEndpoint.DefaultSocket)
{
    /// <summary>This machine's environment and files.</summary>
    public static EngineDiscovery OfThisMachine { get; } = new(Environment.GetEnvironmentVariable, path => File.Exists(path) ? File.ReadAllText(path) : null);

    /// <summary>The default socket's address.</summary>
    public EngineEndpoint Default { get; } = new(new Uri("unix://" + socket), "the default socket");

    /// <summary>Whether the user names an engine; a daemon that is installed here would not be the one meant.</summary>
    public bool IsNamed => Candidates()[0] != Default;

    /// <summary>The addresses to try, first to last.</summary>
    public IReadOnlyList<EngineEndpoint> Candidates()
    {
        var candidates = new List<EngineEndpoint>();
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
        {
            // Named for this very command: nobody wants another engine instead of it.
            return [Endpoint(host, "DOCKER_HOST")];
        }

        if (CurrentContext() is { } context)
        {
            candidates.Add(context);
        }

        return [.. candidates.Where(c => c.Address != Default.Address), Default];
    }

    private EngineEndpoint? CurrentContext()
    {
        var folder = variable("DOCKER_CONFIG") is { Length: > 0 } config ? config : Path.Combine(variable("HOME") ?? "/root", ".docker");
        var name = variable("DOCKER_CONTEXT") is { Length: > 0 } chosen
            ? chosen
            : Text(readFile(Path.Combine(folder, "config.json")), "currentContext");
        if (name is null or "" or "default")
        {
            return null;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var host = Text(readFile(Path.Combine(folder, "contexts", "meta", digest, "meta.json")), "Endpoints", "docker", "Host");
        return host is { Length: > 0 } ? Endpoint(host, $"the docker context '{name}'") : null;
    }

    private static EngineEndpoint Endpoint(string address, string source) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new EngineEndpoint(uri, source)
            : throw new SandboxException($"The address '{address}' from {source} is not a URI. Use a form such as unix:///var/run/docker.sock or tcp://host:2375.");

    /// <summary>A string at a path of a JSON document; null when the document is not JSON or has no such path.</summary>
    private static string? Text(string? json, params ReadOnlySpan<string> path)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var element = document.RootElement;
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return null;
                }
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
