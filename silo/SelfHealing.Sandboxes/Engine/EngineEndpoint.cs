namespace SelfHealing.Sandboxes.Engine;

/// <summary>An address at which a Docker engine may answer.</summary>
/// <param name="Address">The address, for instance <c>unix:///var/run/docker.sock</c>.</param>
/// <param name="Source">Who named it, in words: <c>DOCKER_HOST</c>, a context, or the default.</param>
public sealed record EngineEndpoint(Uri Address, string Source)
{
    /// <summary>The socket that an engine listens on when nobody says otherwise.</summary>
    public const string DefaultSocket = "/var/run/docker.sock";
}
