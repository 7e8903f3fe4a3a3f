using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Settings;

namespace SelfHealing.Models.Tests.Chat.Settings;

public sealed class ModelsSectionTests
{
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "gpt:Provider", "", "SelfHealing:Models:gpt:Provider is missing. It is one of: openai, openai-responses, azure-openai, anthropic, ollama." },
        { "gpt:Provider", "openia", "Provider is 'openia', which is unknown. It is one of: openai," },
        { "gpt:Model", "", "SelfHealing:Models:gpt:Model is missing" },
        { "gpt:Provider", "azure-openai", "SelfHealing:Models:gpt:Endpoint is missing" },
        { "gpt:Endpoint", "api.example.org", "SelfHealing:Models:gpt:Endpoint is not an absolute http or https address" },
        { "gpt:Endpoint", "ftp://example.org", "is not an absolute http or https address" },
        { "gpt:Endpoint", "https://ann:canary-1@example.org", "has a user or password in it" },
        { "gpt:Key", "canary-1", "SelfHealing:Models:gpt:Key puts a key into the configuration" },
        { "gpt:apikey", "canary-1", "SelfHealing:Models:gpt:KeyVariable" },
        { "gpt:Tempreture", "canary-1", "SelfHealing:Models:gpt:Tempreture is unknown. A model has: Provider, Model, Endpoint," },
        { "gpt:Temperature", "canary-1", "SelfHealing:Models:gpt:Temperature is not a number" },
        { "gpt:Temperature", "3", "SelfHealing:Models:gpt:Temperature is out of its range" },
        { "gpt:Samples", "0", "SelfHealing:Models:gpt:Samples is out of its range" },
        { "gpt:Samples", "1.5", "SelfHealing:Models:gpt:Samples is not a whole number" },
        { "gpt:Timeout", "canary-1", "SelfHealing:Models:gpt:Timeout is not a time such as 00:03:00" },
        { "gpt:OutputPrice", "-1", "SelfHealing:Models:gpt:OutputPrice is out of its range" },
        { "gpt:Roles:0", "boss", "SelfHealing:Models:gpt:Roles names 'boss', which is unknown. Known are: planner, coder, reviewer, tester, selector." },
        { "gpt:Strategies", "agentic,magic", "SelfHealing:Models:gpt:Strategies names 'magic', which is unknown. Known are: multi-agent, agentless, agentic." },
        { "Big:Provider", "openai", "SelfHealing:Models:Big is no name for a model" },
        { "gpt 4:Provider", "openai", "is no name for a model" },
        { "mutation:Provider", "openai", "has the name of a built-in engine" },
        { "gpt:Model:Name", "canary-1", "SelfHealing:Models:gpt:Model has further settings below it" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_in_a_sentence_that_repeats_no_value_that_may_be_a_key(string setting, string value, string sentence)
    {
        var problems = Read((setting, value)).Problems;

        problems.ShouldContain(p => p.Contains(sentence));
        problems.ShouldAllBe(p => !p.Contains("canary"));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_and_stops_the_start()
    {
        var services = new ServiceCollection();
        services.AddModels(Section(("gpt:Provider", "openia"), ("gpt:Samples", "0"), ("claude:Key", "canary-1")));
        using var provider = services.BuildServiceProvider();

        var refused = Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        refused.Failures.Count().ShouldBe(4);
        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IChatModels>());
    }

    [Fact]
    public void A_whole_configuration_is_read()
    {
        var read = Read(
            ("gpt:Provider", "OpenAI"), ("gpt:Endpoint", "http://localhost:8000/v1"), ("gpt:KeyFile", "/run/secrets/gpt"), ("gpt:Roles:0", "coder"), ("gpt:Roles:1", "tester"),
            ("gpt:Strategies", "agentless, agentic"), ("gpt:Temperature", "0.5"), ("gpt:InputPrice", "1.25"), ("gpt:CachedInputPrice", "0.125"), ("gpt:Timeout", "00:01:00"));

        read.Problems.ShouldBeEmpty();
        var gpt = read.Models["gpt"];
        gpt.Provider.ShouldBe("openai");
        gpt.Roles.ShouldBe(["coder", "tester"]);
        gpt.Strategies.ShouldBe(["agentless", "agentic"]);
        (gpt.Temperature, gpt.InputPrice, gpt.CachedInputPrice, gpt.Timeout).ShouldBe((0.5, 1.25m, 0.125m, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void No_section_is_no_models() => ModelsSection.Read(new ConfigurationBuilder().Build()).Models.ShouldBeEmpty();

    [Fact]
    public void Anthropic_takes_no_temperature() =>
        Read(("gpt:Provider", "anthropic"), ("gpt:Temperature", "0.5")).Problems.Single().ShouldContain("Leave it out");

    private static ConfiguredModels Read(params (string Key, string Value)[] settings) =>
        ModelsSection.Read(Section([("gpt:Provider", "openai"), ("gpt:Model", "gpt-5"), .. settings]));

    private static IConfiguration Section(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
        {
            values[$"SelfHealing:Models:{key}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("SelfHealing:Models");
    }
}
