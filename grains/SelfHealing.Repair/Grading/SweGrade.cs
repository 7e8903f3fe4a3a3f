namespace SelfHealing.Repair.Grading;

/// <summary>What the hidden tests of a SWE-bench instance say of one patch.</summary>
/// <param name="Missed">Ids of FAIL_TO_PASS that do not pass, with what became of them.</param>
/// <param name="Broken">Ids of PASS_TO_PASS that pass no more, with what became of them.</param>
/// <param name="Unreadable">Ids that name no test in a way that a run can be asked about; with any, the instance is not graded.</param>
public sealed record SweGrade(IReadOnlyList<string> Missed, IReadOnlyList<string> Broken, IReadOnlyList<string> Unreadable)
{
    /// <summary>True when the instance could be graded at all.</summary>
    public bool IsGraded => Unreadable.Count == 0;

    /// <summary>True when both lists are kept to 100 %.</summary>
    public bool IsResolved => IsGraded && Missed.Count == 0 && Broken.Count == 0;
}
