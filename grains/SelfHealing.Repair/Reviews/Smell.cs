using SelfHealing.Repairs;

namespace SelfHealing.Repair.Reviews;

/// <summary>A sign that a patch pleases the tests instead of mending the fault.</summary>
/// <param name="Rule">The rule's name, <c>overfit/…</c>.</param>
/// <param name="Message">What was found, in words.</param>
/// <param name="Factor">What is left of the score, 0 to 1.</param>
internal sealed record Smell(string Rule, string Message, double Factor)
{
    public ReviewFinding ToFinding() => new(Rule, Message);
}
