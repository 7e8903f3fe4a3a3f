namespace SelfHealing.Silo.Http;

/// <summary>A call that is answered with a problem document.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">What happened, to what, and what to do.</param>
internal sealed class ApiException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>When to try again; null for no advice.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
