using SelfHealing.Memory;

namespace SelfHealing.Repair.Memory;

/// <summary>Keeps the voters' records: a Beta posterior for each, with slow forgetting (the beta reputation system, Jøsang and Ismail, 2002).</summary>
public static class VoterRecords
{
    /// <summary>Share of what is known beyond the prior that one more outcome leaves: about the last fifty outcomes count.</summary>
    public const double Memory = 0.98;

    /// <summary>The records after one incident.</summary>
    /// <param name="records">Records by voter.</param>
    /// <param name="ballots">Whether each voter's ballot was for the accepted winner; a voter that abstained is not listed and keeps its record.</param>
    public static IReadOnlyDictionary<string, VoterRecord> Update(
        IReadOnlyDictionary<string, VoterRecord> records, IReadOnlyDictionary<string, bool> ballots)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(ballots);
        var updated = records.ToDictionary();
        foreach (var (voter, wasRight) in ballots)
        {
            updated[voter] = Update(records.GetValueOrDefault(voter, VoterRecord.Prior), wasRight);
        }

        return updated;
    }

    private static VoterRecord Update(VoterRecord record, bool wasRight)
    {
        var prior = VoterRecord.Prior;
        return new VoterRecord(
            prior.Right + (Memory * (record.Right - prior.Right)) + (wasRight ? 1 : 0),
            prior.Wrong + (Memory * (record.Wrong - prior.Wrong)) + (wasRight ? 0 : 1));
    }
}
