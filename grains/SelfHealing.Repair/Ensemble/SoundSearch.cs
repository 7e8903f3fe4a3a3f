using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Takes from a voter's report what a broken or malicious voter could use against the others: their names, their ids, numbers that are none, and numbers of candidates.</summary>
public static class SoundSearch
{
    /// <summary>Candidates of one voter and round that are kept.</summary>
    public const int MostCandidates = 8;

    /// <summary>Drafts of one voter and round that are kept.</summary>
    public const int MostDrafts = 10;

    /// <summary>The report as it may enter the history.</summary>
    public static SearchReport Of(int round, string voter, SearchReport search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var prefix = $"r{round}-{voter}-";
        var kept = search.Candidates.Take(MostCandidates).Select(c => c with
        {
            Voter = voter,
            Id = c.Id.StartsWith(prefix, StringComparison.Ordinal) ? c.Id : $"{prefix}{c.Rank}",
            Rank = Math.Max(1, c.Rank),
            Origin = Origin(voter, c),
            Score = Score(c, Origin(voter, c)),
            Size = double.IsFinite(c.Size) ? Math.Max(1, c.Size) : double.MaxValue,
        });
        return search with { Candidates = [.. kept.DistinctBy(c => c.Id)], Drafts = [.. search.Drafts.Take(MostDrafts)] };
    }

    // Shares of samples or voters; only engines have scores without a bound, and those are our own.
    private static double Score(Candidate candidate, CandidateOrigin origin) => origin switch
    {
        _ when !double.IsFinite(candidate.Score) => 0,
        CandidateOrigin.Engine => Math.Max(0, candidate.Score),
        _ => Math.Clamp(candidate.Score, 0, 1),
    };

    private static CandidateOrigin Origin(string voter, Candidate candidate) =>
        VoterNames.IsChat(voter) ? CandidateOrigin.Chat
        : voter == VoterNames.Fusion ? CandidateOrigin.Fusion
        : candidate.Origin;
}
