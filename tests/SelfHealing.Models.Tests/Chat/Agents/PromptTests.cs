using SelfHealing.Models.Chat.Agents;

namespace SelfHealing.Models.Tests.Chat.Agents;

public sealed class PromptTests
{
    public static TheoryData<string> Names => [.. PromptLibrary.All.Select(p => p.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_prompt_renders_as_it_is_kept(string name)
    {
        var prompt = PromptLibrary.Of(name).Render(PromptSamples.Values());
        var shown = $"{prompt.Label} ({prompt.Role})\n\n===== system\n{prompt.System}\n\n===== user\n{prompt.User}\n";
        if (Environment.GetEnvironmentVariable("SNAPSHOTS_FOLDER") is { Length: > 0 } source)
        {
            File.WriteAllText(Path.Combine(source, $"{name}.txt"), shown);
        }

        shown.ShouldBe(Kept($"Prompts/{name}.txt"));
        shown.ShouldNotContain("{{");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_from_outside_stands_in_fences_alone_and_the_model_is_told_what_they_mean(string name)
    {
        var template = PromptLibrary.Of(name);
        var prompt = template.Render(PromptSamples.Values());

        if (prompt.System.Length > 0)
        {
            prompt.System.ShouldContain($"</data-{PromptSamples.Nonce}>");
        }

        // Every piece of data is alone between its marks.
        var outside = string.Concat(prompt.User.Split($"<data-{PromptSamples.Nonce}").Select((part, i) => i == 0 ? part : part.Split($"</data-{PromptSamples.Nonce}>")[1]));
        foreach (var data in new[] { "the report", "the error", "the code", "the patch", "the plan" })
        {
            outside.Split('\n').ShouldNotContain(data);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_prompt_whose_text_changes_gets_a_new_version(string name)
    {
        var template = PromptLibrary.Of(name);

        Kept("Prompts/digests.txt").Split('\n').ShouldContain(
            $"{template.Label} {template.Digest}",
            $"The text of the prompt {name} is not the one known as {template.Label}. Raise its version and add the line to digests.txt.");
    }

    [Fact]
    public void A_section_without_data_is_left_out()
    {
        var prompt = PromptLibrary.Of("root-cause").Render(PromptSamples.Values("suspicions", "earlier", "report"));

        prompt.User.ShouldNotContain("Suspicious lines");
        prompt.User.ShouldNotContain("tried before");
        prompt.User.ShouldStartWith("## Failing tests");
    }

    [Theory]
    [InlineData("Hello {{nobody}}", "nobody")]
    [InlineData("Hello {{data:nobody}}", "data:nobody")]
    [InlineData("{{?nobody}}x{{/nobody}}", "data:nobody")]
    public void A_placeholder_that_nobody_gives_is_an_error(string text, string placeholder) =>
        Should.Throw<FormatException>(() => Template($"# user\n{text}").Render(new PromptValues(PromptSamples.Nonce))).Message
            .ShouldBe($"The prompt sample asks for '{placeholder}', and nobody gave it.");

    [Theory]
    [InlineData("# user\n{{open")]
    [InlineData("# system\nno user")]
    [InlineData("text without a part")]
    [InlineData("# user\n{{?code}}never closed")]
    public void A_template_that_is_broken_is_an_error(string text) =>
        Should.Throw<FormatException>(() => Template(text).Render(new PromptValues(PromptSamples.Nonce).Show("code", "code", "")));

    [Fact]
    public void What_a_value_holds_is_never_taken_for_a_placeholder() =>
        Template("# user\n{{data:code}}").Render(new PromptValues(PromptSamples.Nonce).Show("code", "code", "{{secret}} {{?x}}")).User.ShouldContain("{{secret}} {{?x}}");

    private static PromptTemplate Template(string text) => PromptTemplate.Parse($"---\nname: sample\nversion: 1\nrole: coder\n---\n{text}", part => part);

    private static string Kept(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Chat", file)).ReplaceLineEndings("\n");
}
