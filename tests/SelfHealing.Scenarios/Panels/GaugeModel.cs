using System.Text.RegularExpressions;
using SelfHealing.ModelServers;
using SelfHealing.ModelServers.Answers;

namespace SelfHealing.Scenarios.Panels;

/// <summary>A model that takes part in a repair of the project <c>leaves-room</c> in every role.</summary>
/// <param name="Fixes">What it changes as a coder.</param>
/// <param name="Test">The reproduction test that it writes.</param>
/// <param name="Choice">A line of the patch that it chooses as a selector; null when it answers in prose.</param>
internal sealed record GaugeModel(IReadOnlyList<KnownFix> Fixes, string Test = "raise SystemExit(0)", string? Choice = null)
{
    private const string Path = "gauge/scale.py";

    private static readonly Regex s_label = new("patch (?<letter>[A-Z])\\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The line that is right for every scale.</summary>
    public const string RightLine = "return high";

    /// <summary>The fix for every scale, as a change.</summary>
    public static KnownFix Right { get; } = Limit(RightLine);

    /// <summary>A change that passes the one test there is, and is wrong for every other scale.</summary>
    public static KnownFix Overfitted { get; } = Limit("return 10");

    /// <summary>A change of one line elsewhere.</summary>
    public static KnownFix Change(string before, string after) => new(Path, before, after);

    /// <summary>Its answer to any agent.</summary>
    public ModelReply Answer(ModelRequest request) => ModelReply.Says(QuestionForm.Of(request) switch
    {
        Question.Edits => string.Join('\n', Fixes.Select(f => f.Block)),
        Question.Script => $"```python\n{Test}\n```\n",
        _ when !request.System.Contains("chooses between patches", StringComparison.Ordinal) => Fixes[0].Text(request),
        _ when Choice is null => "Both look reasonable to me. I would talk to the team first.",
        _ => $$"""{"why": "The other one only fits the test.", "choice": "{{Letter(request)}}"}""",
    });

    private static KnownFix Limit(string line) => new(Path, "    if value > high:\n        return low", $"    if value > high:\n        {line}");

    // Patches come in an order of chance.
    private string Letter(ModelRequest request) =>
        s_label.Matches(request.Text[..request.Text.LastIndexOf($"+        {Choice}", StringComparison.Ordinal)])[^1].Groups["letter"].Value;
}
