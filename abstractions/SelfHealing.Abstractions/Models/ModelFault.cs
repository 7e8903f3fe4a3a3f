namespace SelfHealing.Models;

/// <summary>Why a call of a chat model brought nothing.</summary>
[GenerateSerializer, Alias("ModelFault")]
public enum ModelFault
{
    /// <summary>The key is missing, wrong or not allowed (401, 403).</summary>
    Unauthorized,

    /// <summary>The vendor's rate limit (429).</summary>
    RateLimited,

    /// <summary>The vendor's own fault (5xx), or its breaker is open.</summary>
    Unavailable,

    /// <summary>No connection, or it broke off.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The request was not understood (400, 404, 422): a wrong model name, a prompt that is too long.</summary>
    Rejected,

    /// <summary>The reply was larger than it may be.</summary>
    TooLarge,

    /// <summary>The reply has not the asked form: empty, prose, truncated, an unwanted tool call.</summary>
    Malformed,

    /// <summary>The model refused to answer.</summary>
    Refused,

    /// <summary>The call would have overrun a budget and was not made.</summary>
    OutOfBudget,

    /// <summary>Replay was asked for, and no such call was recorded.</summary>
    NotRecorded,
}
