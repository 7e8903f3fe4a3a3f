namespace SelfHealing.Repair.Incidents;

/// <summary>What an incident that found no winner still learned, in words.</summary>
internal static class Evidence
{
    public static string OfGivingUp(IncidentState incident)
    {
        var tested = incident.Rounds.SelectMany(r => r.Searches.Values).Sum(s => s.Tested);
        var plausible = incident.Candidates.Count;
        var partial = incident.Rounds.SelectMany(r => r.Searches.Values).SelectMany(s => s.Partial).Distinct().Count();
        var isShown = incident.Baseline?.FailToPass.Count is not 0;
        var found = plausible switch
        {
            > 0 when !isShown => $"{plausible} broke no test, but none held up in review and on a clean checkout",
            _ when !isShown => "no failing test showed what the text tells, and none was found that breaks nothing",
            > 0 => $"{plausible} made the failing tests pass, but none held up in review and on a clean checkout",
            _ when partial > 0 => $"none made every failing test pass; {partial} made some of them pass",
            _ => "none made a failing test pass",
        };
        var where = incident.Localisation?.Suspicions is [{ } top, ..]
            ? $" The most suspicious line is {top.Path}:{top.Line}."
            : "";
        return $"Gave up after {Count(incident.Rounds.Count, "round")} and {Count(tested, "tested patch", "tested patches")}: {found}.{where}";
    }

    private static string Count(int number, string one, string? many = null) => number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
