namespace SelfHealing.Models.Chat.Limits;

/// <summary>So much a minute: a token bucket that fills evenly and holds at most one minute's worth.</summary>
/// <remarks>System.Threading.RateLimiting has the same by a clock of its own, which no test can turn; hence these few lines.</remarks>
internal sealed class Allowance
{
    private readonly double _perMinute;
    private readonly TimeProvider _time;
    private double _left;
    private long _seen;

    /// <summary>Begins with a full bucket.</summary>
    public Allowance(double perMinute, TimeProvider time)
    {
        (_perMinute, _time, _left) = (perMinute, time, perMinute);
        _seen = time.GetTimestamp();
    }

    /// <summary>How long until that much may be taken; zero when it may be now. More than a minute's worth counts as a minute's worth.</summary>
    public TimeSpan Wait(double amount)
    {
        Fill();
        var missing = Math.Min(amount, _perMinute) - _left;
        return missing <= 1e-6 ? TimeSpan.Zero : TimeSpan.FromMinutes(missing / _perMinute) + TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Takes an amount, or gives a negative one back. More than is left makes later ones wait.</summary>
    public void Take(double amount)
    {
        Fill();
        _left = Math.Min(_left - amount, _perMinute);
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _left = Math.Min(_perMinute, _left + (_time.GetElapsedTime(_seen, now).TotalMinutes * _perMinute));
        _seen = now;
    }
}
