using System.Globalization;
using SelfHealing.Cli.Terminals;
using SelfHealing.Models.Catalog;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>Every model, one block each for chat models; how to configure one when there is none.</summary>
/// <param name="builtIn">The engines.</param>
/// <param name="chat">The chat models.</param>
/// <param name="file">The settings file, for the example.</param>
/// <param name="hints">The commands to suggest.</param>
internal sealed class ModelsView(IReadOnlyList<BuiltInEntry> builtIn, IReadOnlyList<ChatEntry> chat, string file, CommandHints hints) : Renderable
{
    private const int Names = 14;
    private const int Labels = 12;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        Parts().SelectMany(part => part.Render(options, maxWidth));

    private IEnumerable<IRenderable> Parts()
    {
        yield return new Lines(new Row().Add("Built-in, without a key", Palette.Quiet), null);
        foreach (var engine in builtIn)
        {
            yield return new Lines(new Row().Add("  ").Column(engine.Name, Names, Palette.Strong), engine.Description);
        }

        yield return Line("");
        if (chat.Count == 0)
        {
            foreach (var line in Example())
            {
                yield return Line(line);
            }

            yield break;
        }

        yield return new Lines(new Row().Add("Chat models", Palette.Quiet), null);
        foreach (var part in chat.SelectMany(Block))
        {
            yield return part;
        }
    }

    private static IEnumerable<IRenderable> Block(ChatEntry model)
    {
        yield return new Lines(
            new Row().Add("  ").Column(model.Name, Names, Palette.Strong).Add(SafeText.Line($"{model.Provider}  {model.Model}  at {model.Endpoint}", 200)), null);
        yield return model.KeyProblem is { } problem
            ? Labelled("key", $"missing: {problem}", Palette.Bad)
            : Labelled("key", model.KeyPlace is { } place ? $"found in {place}" : "none needed", Palette.Good);
        yield return Labelled("roles", string.Join(", ", model.Roles));
        if (model.Voters.Count > 0)
        {
            yield return Labelled("voters", string.Join(", ", model.Voters));
        }

        yield return Labelled("prices", Prices(model));
        yield return Labelled(
            "limits", $"{Figures.Count(model.MaxConcurrentCalls, "call")} at once, {Figures.Count(model.RequestsPerMinute, "request")} and {Figures.Count(model.TokensPerMinute, "token")} a minute");
    }

    private static string Prices(ChatEntry model) => model is { InputPrice: 0, OutputPrice: 0 }
        ? "not set, so its calls count as free"
        : string.Create(CultureInfo.InvariantCulture, $"${model.InputPrice:0.####} in, ${model.CachedInputPrice:0.####} from the cache, ${model.OutputPrice:0.####} out, for a million tokens");

    private IEnumerable<string> Example() =>
    [
        $"No chat model is configured. To have one, put this into {file}:",
        "",
        "  {",
        "    \"SelfHealing\": {",
        "      \"Models\": {",
        "        \"gpt\": { \"Provider\": \"openai\", \"Model\": \"gpt-5\" }",
        "      }",
        "    }",
        "  }",
        "",
        $"set the variable OPENAI_API_KEY to your key, and try it with: {hints.Line("models check")}",
        "Other providers are: openai-responses, azure-openai, anthropic, ollama. See docs/guides/models.md.",
    ];

    private static Lines Labelled(string label, string text, Style? style = null) =>
        new(new Row().Column("", Names + 2).Column(label, Labels, style ?? Palette.Quiet), SafeText.Line(text, 1000));

    private static Lines Line(string text) => new(new Row(), text.Length == 0 ? null : SafeText.Clean(text), isForCopying: true);
}
