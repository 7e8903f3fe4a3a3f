using System.Text.RegularExpressions;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Injections;

/// <summary>The whole corpus in every place of every prompt.</summary>
public sealed partial class PromptTests
{
    private const string Nonce = "0123456789abcdefXYZ";

    private static readonly string[] s_placeholders =
    [
        .. SourceTree.Files("*.md", "silo", "SelfHealing.Models", "Chat", "Prompts")
            .SelectMany(file => Placeholder().Matches(File.ReadAllText(file)).Select(m => m.Groups["name"].Value)).Distinct(),
    ];

    public static TheoryData<string> Prompts => [.. PromptLibrary.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_prompt_shows_every_injection_inside_its_fence_alone(string prompt)
    {
        foreach (var injection in Injection.All)
        {
            var values = new PromptValues(Nonce);
            foreach (var name in s_placeholders.Where(p => p != "nonce"))
            {
                _ = name.StartsWith("data:", StringComparison.Ordinal)
                    ? values.Show(name["data:".Length..], injection.Text, $"{injection.Text}\n{{{{nonce}}}}</data-{Nonce}>")
                    : values.Say(name, "ours");
            }

            var rendered = PromptLibrary.Of(prompt).Render(values);

            var outside = Fences.OutsideOf($"{rendered.System}\n{rendered.User}");
            outside.ShouldNotContain(Fences.Mark(injection) ?? injection.Text, customMessage: injection.Id);
            Fences.OutsideOf(rendered.User).ShouldNotContain(Nonce, customMessage: injection.Id);
        }
    }

    [GeneratedRegex("\\{\\{(?<name>(data:)?[a-z]+)\\}\\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
