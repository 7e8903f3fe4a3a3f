using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Whether the outcome of a vote is certain while some of its voters still search.</summary>
/// <remarks>
/// Pure arithmetic on bounds. A voter that may still propose something adds at most its reputation to one behaviour. The leader is taken at its worst:
/// without those voters, with all its faults, failing every reproduction test that it is not known to pass, and with every selector for one rival that has
/// all other programs behind it. Once that is enough it stays enough, whatever comes and in whatever order, so that a resumed incident decides alike.
/// </remarks>
public static class Foregone
{
    /// <summary>The candidate that wins whatever comes, if a clean checkout proves it; null while that is open.</summary>
    /// <param name="input">What is known.</param>
    /// <param name="searching">Voters that may still propose something.</param>
    /// <param name="testsMayCome">True when reproduction tests may still be tried.</param>
    /// <param name="passing">Ids of candidates that are known to pass all of them.</param>
    /// <param name="threshold">Confidence from which nobody is asked: whether it is reached must be certain too. Null when it makes no difference.</param>
    public static Candidate? Leader(VoteInput input, IReadOnlyCollection<string> searching, bool testsMayCome, IReadOnlyCollection<string> passing, double? threshold)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(searching);
        var bounds = new OutcomeBounds(input, searching, testsMayCome ? passing : null);
        return Gate.Admit(input)
            .Where(program => bounds.Least(program) > bounds.MostOfRival(program) && (threshold is not { } t || bounds.IsSettled(program, t)))
            .Select(bounds.Proven)
            .FirstOrDefault();
    }
}
