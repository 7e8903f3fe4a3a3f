using SelfHealing.Models.Chat.Agents;

namespace SelfHealing.Models.Tests.Chat.Agents;

/// <summary>Values for rendering every prompt.</summary>
internal static class PromptSamples
{
    public const string Nonce = "0123456789abcdef";

    private static readonly string[] s_data =
        ["report", "failing", "error", "tests", "suspicions", "code", "tree", "plan", "earlier", "problem", "output", "findings", "failures", "text", "places", "patch", "test", "patches", "separator", "testing", "dropped"];

    /// <summary>Every value that any prompt asks for; data says its own name.</summary>
    public static PromptValues Values(params string[] empty) => s_data
        .Aggregate(new PromptValues(Nonce), (values, name) => values.Show(name, $"sample of {name}", empty.Contains(name) ? "" : $"the {name}"))
        .Say("passing", "7 other tests pass and must go on passing.")
        .Say("problem", "it holds no JSON object.")
        .Say("language", "python")
        .Say("seconds", "60")
        .Say("steps", "50")
        .Say("submit", "submit")
        .Say("result", "Exit code 1.")
        .Say("left", "2")
        .Say("script", "reproduction.py")
        .Say("command", "python3 reproduction.py");
}
