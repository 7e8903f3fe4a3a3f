using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Models;
using SelfHealing.Models.Catalog;

namespace SelfHealing.Cli.Tests.Views;

public sealed class ModelsViewTests
{
    private static readonly BuiltInEntry[] s_builtIn =
        [new("mutation", "Changes one operator, literal, bound or operand."), new("templates", "Fills in fix templates: names, calls, arguments, slices, statements.")];

    private static readonly ChatEntry s_gpt = new()
    {
        Name = "gpt",
        Provider = "openai",
        Model = "gpt-5",
        Endpoint = "api.openai.com",
        KeyPlace = "the environment variable OPENAI_API_KEY",
        HasKey = true,
        Roles = ["planner", "coder", "reviewer", "tester", "selector"],
        Strategies = ["multi-agent", "agentless", "agentic"],
        Voters = ["gpt:multi-agent", "gpt:agentless", "gpt:agentic"],
        InputPrice = 1.25m,
        CachedInputPrice = 0.125m,
        OutputPrice = 10,
        MaxConcurrentCalls = 8,
        RequestsPerMinute = 600,
        TokensPerMinute = 2_000_000,
    };

    private static readonly CommandHints s_hints = new("selfheal", null);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Each_model_says_who_it_is_where_its_key_is_and_what_it_costs(int width) => Snapshot.ShouldMatch(
        new ModelsView(
            s_builtIn,
            [
                s_gpt,
                s_gpt with
                {
                    Name = "local", Provider = "ollama", Model = "qwen3:8b", Endpoint = "localhost:11434", KeyPlace = null, InputPrice = 0, OutputPrice = 0,
                    Roles = ["reviewer"], Strategies = [], Voters = [], MaxConcurrentCalls = 1,
                },
                s_gpt with
                {
                    Name = "claude", Provider = "anthropic", Endpoint = "api.anthropic.com", HasKey = false,
                    KeyProblem = "the environment variable ANTHROPIC_API_KEY is not set. Set it to the vendor's key, or name another with KeyVariable or KeyFile.",
                },
            ],
            "/data/selfheal.json", s_hints),
        $"models-{width}", width);

    [Fact]
    public void Without_a_chat_model_it_shows_how_to_have_one() =>
        Snapshot.ShouldMatch(new ModelsView(s_builtIn, [], "/data/selfheal.json", s_hints), "models-none", 80);

    [Fact]
    public void A_check_is_one_line_a_model() => Snapshot.ShouldMatch(
        new ModelChecksView(
        [
            new ModelCheck("gpt", TimeSpan.FromSeconds(1.24), 14, 3, null, null),
            new ModelCheck("local", TimeSpan.FromSeconds(12), null, null, null, null),
            new ModelCheck("claude", TimeSpan.Zero, null, null, ModelFault.Unauthorized, "The model 'claude' (anthropic at api.anthropic.com) does not accept the key of the environment variable ANTHROPIC_API_KEY. Put the right one there."),
        ]),
        "models-check", 120);
}
