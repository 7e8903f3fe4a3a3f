namespace SelfHealing.Sandboxes.Engine;

/// <summary>What an engine says of itself.</summary>
/// <param name="Endpoint">Where it answers.</param>
/// <param name="Version">Its own version, for instance <c>20.10.24</c>.</param>
/// <param name="ApiVersion">The API version spoken with it.</param>
/// <param name="HasGVisor">Whether it lists the runtime <c>runsc</c>, which jobs then use.</param>
/// <param name="Processors">Its processors.</param>
/// <param name="MemoryBytes">Its memory, in bytes.</param>
public sealed record EngineFacts(EngineEndpoint Endpoint, string Version, Version ApiVersion, bool HasGVisor, long Processors, long MemoryBytes);
