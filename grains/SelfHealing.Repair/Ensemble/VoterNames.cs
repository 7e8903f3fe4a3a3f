namespace SelfHealing.Repair.Ensemble;

/// <summary>What a voter's name tells. Built-in engines have plain names; a chat voter is a model with a strategy, <c>gpt:agentless</c>.</summary>
public static class VoterNames
{
    /// <summary>The voter that only combines what others wrote.</summary>
    public const string Fusion = "fusion";

    /// <summary>The model behind a voter: strategies of one model share its errors. An engine stands for itself.</summary>
    public static string ModelOf(string voter)
    {
        ArgumentNullException.ThrowIfNull(voter);
        return voter.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? voter[..colon] : voter;
    }

    /// <summary>True for a built-in engine, which searches the edit space.</summary>
    public static bool IsEngine(string voter) => !IsChat(voter) && voter != Fusion;

    /// <summary>True for a chat model with a strategy.</summary>
    public static bool IsChat(string voter)
    {
        ArgumentNullException.ThrowIfNull(voter);
        return voter.Contains(':', StringComparison.Ordinal);
    }
}
