namespace SelfHealing.Client;

/// <summary>The server does not serve this caller: it sent no token, or one that the server does not know.</summary>
/// <param name="message">What happened, and what to do.</param>
public sealed class CallerRefusedException(string message) : Exception(message);
