namespace SelfHealing.Sandboxes.Services;

/// <summary>A server in a container, which this machine alone reaches.</summary>
/// <param name="Name">The container's name; there is one of that name at most.</param>
/// <param name="Repository">The images' repository: any tag that is on the machine will do.</param>
/// <param name="Tag">The tag that is pulled when none is on the machine.</param>
/// <param name="Port">The port that it listens on inside.</param>
/// <param name="HostPort">The port on this machine's loopback address.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="VolumePath">Where it keeps its files inside; they lie on a volume of the container's name.</param>
public sealed record ServiceContainer(
    string Name, string Repository, string Tag, int Port, int HostPort, IReadOnlyDictionary<string, string> Environment, string VolumePath);
