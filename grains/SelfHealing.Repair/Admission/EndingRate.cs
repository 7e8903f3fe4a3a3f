namespace SelfHealing.Repair.Admission;

/// <summary>How fast incidents end: a count that forgets by half its weight in about forty seconds.</summary>
internal sealed class EndingRate
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private double _count;
    private DateTimeOffset _counted;

    public void Ended(DateTimeOffset now) => (_count, _counted) = (CountAt(now) + 1, now);

    /// <summary>When the next one is due to end; half a minute when none was seen ending.</summary>
    public TimeSpan UntilNext(DateTimeOffset now)
    {
        var count = CountAt(now);
        if (count <= 0)
        {
            return Unknown;
        }

        var seconds = Math.Min(Memory.TotalSeconds / count, Longest.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Max(seconds, Shortest.TotalSeconds)));
    }

    private double CountAt(DateTimeOffset now) => _count * Math.Exp(-Math.Max(0, (now - _counted).TotalSeconds) / Memory.TotalSeconds);
}
