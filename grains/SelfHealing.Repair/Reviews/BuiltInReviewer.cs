using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Reviews;

/// <summary>Reviews a candidate by policy and by smells of overfitting, without a model.</summary>
/// <remarks>
/// The smells are those that the literature finds in plausible but wrong patches (anti-patterns of Tan et al., FSE 2016):
/// deleted functionality, constant conditions, early exits, and literals copied from the tests. Each compares both sides of the change:
/// what the code did before is no smell of the patch.
/// </remarks>
public static class BuiltInReviewer
{
    private static readonly Func<CodeChange, string, IEnumerable<Smell>>[] s_rules =
    [
        (change, _) => DeletionSmells.Of(change),
        (change, _) => ConditionSmells.Of(change),
        LiteralSmells.Of,
        (change, _) => CheckSmells.Of(change),
        (change, _) => ReturnSmells.Of(change),
        (change, _) => ReachSmells.Of(change),
    ];

    /// <summary>The review: whether policy allows the patch, what was found, worst first, and a score that every smell multiplies down.</summary>
    public static Review Review(ReviewInput input) => Review(input, PatchPolicy.Default);

    /// <summary>The review under another policy.</summary>
    public static Review Review(ReviewInput input, PatchPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(policy);
        var breaches = policy.Check(input.Candidate.Patch, input.Subdirectory);
        List<Smell> smells = [.. JudgeSmells.Of(input)];
        foreach (var change in input.Files.Select(CodeChange.Of))
        {
            foreach (var rule in s_rules)
            {
                smells.AddRange(rule(change, input.FailingTests));
            }
        }

        smells = smells.Count < 2 ? smells : Worst(smells);
        var score = breaches.Count > 0 ? 0 : smells.Aggregate(1.0, (product, smell) => product * smell.Factor);
        return new Review(breaches.Count == 0, [.. breaches, .. smells.Select(s => s.ToFinding())], score);
    }

    // One of each rule, the worst first.
    private static List<Smell> Worst(List<Smell> smells) =>
    [
        .. smells.GroupBy(s => s.Rule, StringComparer.Ordinal)
            .Select(g => g.MinBy(s => s.Factor)!)
            .OrderBy(s => s.Factor)
            .ThenBy(s => s.Rule, StringComparer.Ordinal),
    ];
}
