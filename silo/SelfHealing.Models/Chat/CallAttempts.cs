namespace SelfHealing.Models.Chat;

/// <summary>Counts the requests that one call sends to its vendor, retries included.</summary>
/// <remarks>It flows with the call, so that whoever records the call need not know who retries it.</remarks>
internal sealed class CallAttempts
{
    private static readonly AsyncLocal<CallAttempts?> s_current = new();
    private int _count;

    /// <summary>Requests sent so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Begins to count for what the caller does from here on.</summary>
    public static CallAttempts Begin() => s_current.Value = new CallAttempts();

    /// <summary>Counts one request of the current call.</summary>
    public static void Note()
    {
        if (s_current.Value is { } current)
        {
            Interlocked.Increment(ref current._count);
        }
    }
}
