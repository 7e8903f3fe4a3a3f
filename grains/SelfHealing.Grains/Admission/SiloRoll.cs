using SelfHealing.Admission;

namespace SelfHealing.Grains.Admission;

/// <summary>The silos that were heard lately. A silo's own clock decides nothing: it may be wrong.</summary>
internal sealed class SiloRoll(TimeProvider time)
{
    /// <summary>How long a silo counts that says nothing.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, (SiloReport Report, long HeardAt)> _heard = new(StringComparer.Ordinal);
    private bool _wasHeard;

    /// <summary>The silos, by name.</summary>
    public IReadOnlyList<SiloReport> Silos => [.. Present.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Incidents that all of them can work on at once; null when no silo ever said.</summary>
    public int? Places => _wasHeard ? Present.Sum(s => Math.Max(0, s.Places)) : null;

    private IEnumerable<SiloReport> Present => _heard.Values.Where(s => time.GetElapsedTime(s.HeardAt) < Silence).Select(s => s.Report);

    /// <summary>Hears a silo.</summary>
    /// <returns>What is new and remarkable about it, in a sentence; null for nothing.</returns>
    public string? Hear(SiloReport report)
    {
        var known = _heard.GetValueOrDefault(report.Silo).Report;
        var remark = RemarkOn(report);
        foreach (var gone in _heard.Where(s => time.GetElapsedTime(s.Value.HeardAt) >= Silence).Select(s => s.Key).ToList())
        {
            _heard.Remove(gone);
        }

        _wasHeard = true;
        _heard[report.Silo] = (report with { Remark = remark }, time.GetTimestamp());
        return known?.Remark is null ? remark : null;
    }

    private string? RemarkOn(SiloReport report)
    {
        var ahead = report.At - time.GetUtcNow();
        return ahead.Duration() < s_skew
            ? null
            : $"The clock of the silo {report.Name} is {ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of the silo with the queue. "
                + "Set the clocks of both machines by one time server (NTP).";
    }
}
