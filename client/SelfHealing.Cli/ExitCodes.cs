namespace SelfHealing.Cli;

/// <summary>What the command's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>The fix is on its branch, or the command did what it was asked.</summary>
    public const int Fixed = 0;

    /// <summary>Something failed that is no verdict about a fix.</summary>
    public const int Error = 1;

    /// <summary>The command line is wrong, or the settings are.</summary>
    public const int Usage = 2;

    /// <summary>No fix: gave up, refused by a person, or nothing to reproduce.</summary>
    public const int GaveUp = 3;

    /// <summary>A proved winner waits for a person.</summary>
    public const int AwaitingApproval = 4;

    /// <summary>No server or silo answered.</summary>
    public const int Unreachable = 69;

    /// <summary>The queue is full: try again later.</summary>
    public const int QueueFull = 75;

    /// <summary>The server does not know the token.</summary>
    public const int NotAllowed = 77;

    /// <summary>The wall-clock budget ran out.</summary>
    public const int TimedOut = 124;

    /// <summary>Cancelled, or interrupted with Ctrl+C.</summary>
    public const int Cancelled = 130;
}
