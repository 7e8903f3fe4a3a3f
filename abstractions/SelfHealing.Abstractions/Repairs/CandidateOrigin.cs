namespace SelfHealing.Repairs;

/// <summary>What kind of voter a candidate comes from; scores are only comparable within one kind.</summary>
[GenerateSerializer, Alias("CandidateOrigin")]
public enum CandidateOrigin
{
    /// <summary>A built-in search engine; the score is suspiciousness × prior × size.</summary>
    Engine,

    /// <summary>A chat model; the score is the share, 0 to 1, of the voter's samples that made the same program.</summary>
    Chat,

    /// <summary>Edits that several candidates share; the score is the share, 0 to 1, of the voters that have them.</summary>
    Fusion,
}
