namespace SelfHealing.Storage;

/// <summary>Where the silo of a data folder is reached.</summary>
/// <param name="Gateway">Its Orleans gateway, <c>address:port</c>.</param>
/// <param name="ProcessId">Its process, for messages to people.</param>
/// <param name="Since">When it opened its gateway (UTC).</param>
public sealed record SiloEndpoint(string Gateway, int ProcessId, DateTimeOffset Since);
