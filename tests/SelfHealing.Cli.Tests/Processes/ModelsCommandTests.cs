using System.Text.Json;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.ModelServers;

namespace SelfHealing.Cli.Tests.Processes;

/// <summary>The real command against vendors on loopback ports.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private const string Key = "canary-key-7f3a9b2c4d5e";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal) { ["TERM"] = "dumb", ["SOME_KEY"] = Key };

    public ModelsCommandTests() => _variables["SELFHEAL_DATA"] = _folder.Path;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_chat_models_the_list_shows_how_to_configure_one()
    {
        var ended = await RunAsync("models");

        ended.Code.ShouldBe(0);
        ended.Out.ShouldContain("mutation");
        ended.Out.ShouldContain($"put this into {Path.Combine(_folder.Path, "selfheal.json")}");
        (await RunAsync("models", "check")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Models_come_from_the_settings_file_and_the_environment_goes_before_it()
    {
        Settings("""{ "SelfHealing": { "Models": { "gpt": { "Provider": "openai", "Model": "gpt-5" }, /* mine */ "local": { "Provider": "ollama", "Model": "qwen3" } } } }""");
        _variables["SelfHealing__Models__gpt__Model"] = "gpt-5-mini";
        _variables["SelfHealing__Models__gpt__KeyVariable"] = "SOME_KEY";

        var ended = await RunAsync("models", "--json");

        ended.Code.ShouldBe(0);
        var chat = JsonDocument.Parse(ended.Out).RootElement.GetProperty("chat");
        chat.EnumerateArray().Select(m => (m.GetProperty("name").GetString(), m.GetProperty("model").GetString(), m.GetProperty("hasKey").GetBoolean()))
            .ShouldBe([("gpt", "gpt-5-mini", true), ("local", "qwen3", true)]);
        chat[0].GetProperty("voters")[1].GetString().ShouldBe("gpt:agentless");
        (ended.Out + ended.Error).ShouldNotContain(Key);
    }

    [Fact]
    public async Task Each_provider_proves_itself_with_one_small_call()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ready"));
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            Model(dialect.ToString().ToLowerInvariant(), dialect, server.Endpoint(dialect));
        }

        var ended = await RunAsync("models", "check");

        ended.Code.ShouldBe(0, ended.Error);
        ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith("ok ") && line.Contains("100 tokens read and 20 written"));
        server.Requests.Select(r => r.Dialect).ShouldBe(Enum.GetValues<Dialect>(), ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_for_each_model_and_exit_code_1()
    {
        using var port = new ClosedPort();
        await using var server = await ModelServer.StartAsync(request => ModelReply.Status(request.Model switch { "locked" => 401, "busy" => 429, _ => 404 }));
        Model("closed", Dialect.Ollama, port.Endpoint(Dialect.Ollama));
        Model("locked", Dialect.Anthropic, server.Endpoint(Dialect.Anthropic));
        Model("busy", Dialect.OpenAIResponses, server.Endpoint(Dialect.OpenAIResponses));
        Model("gone", Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat));
        Model("keyless", Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat));
        _variables["SelfHealing__Models__keyless__KeyVariable"] = "NO_SUCH_KEY";

        var ended = await RunAsync("models", "check", "--json");
        var told = await RunAsync("models", "check", "locked");

        ended.Code.ShouldBe(1);
        var problems = JsonDocument.Parse(ended.Out).RootElement.EnumerateArray().ToDictionary(
            m => m.GetProperty("name").GetString()!, m => (m.GetProperty("fault").GetString(), m.GetProperty("problem").GetString()!));
        problems["closed"].ShouldBe(("unreachable", $"The model 'closed' (ollama at 127.0.0.1) cannot be reached: nothing answers at {port.Endpoint(Dialect.Ollama).Authority}. Start it with: ollama serve"));
        problems["locked"].Item2.ShouldContain("does not accept the key of the environment variable SOME_KEY (authentication_error). Put the right one there.");
        problems["busy"].Item1.ShouldBe("rate-limited");
        problems["gone"].Item2.ShouldContain("knows no 'gone' (model_not_found). Mend SelfHealing:Models:gone:Model or Endpoint.");
        problems["keyless"].Item2.ShouldContain("NO_SUCH_KEY is not set");
        told.Code.ShouldBe(1);
        told.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("fail  locked");
        (ended.Out + ended.Error + told.Out + told.Error).ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_name_that_is_not_configured_is_a_matter_of_usage()
    {
        Model("gpt", Dialect.OpenAIChat, new Uri("http://127.0.0.1:1/v1"));

        var ended = await RunAsync("models", "check", "gtp");

        ended.Code.ShouldBe(2);
        ended.Error.Trim().ShouldBe("No chat model is named 'gtp'. The chat models are: gpt.");
    }

    [Theory]
    [InlineData("oracle")]
    [InlineData("gpt:magic")]
    [InlineData("mutation:agentless")]
    public async Task Only_models_that_are_configured_can_be_named_for_a_repair(string name)
    {
        Model("gpt", Dialect.OpenAIChat, new Uri("http://127.0.0.1:1/v1"));

        var refused = await RunAsync("repair", "--repo", Path.Combine(_folder.Path, "none"), "--test", "true", "--models", $"mutation,{name}");
        var taken = await RunAsync("repair", "--repo", Path.Combine(_folder.Path, "none"), "--test", "true", "--models", "mutation,gpt:agentless");

        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain($"There is no model named '{name}'. The models are: mutation,");
        refused.Error.ShouldContain("gpt, gpt:multi-agent, gpt:agentless, gpt:agentic");
        taken.Error.ShouldNotContain("no model named");
    }

    [Theory]
    [InlineData("{ \"SelfHealing\": \n { \"Models\": ", "is no sound JSON in line 2")]
    [InlineData("{ \"Models\": { \"gpt\": { \"Provider\": \"openai\" } } }", "has 'Models' at its top. Settings stand below one of: SelfHealing,")]
    [InlineData("{ \"SelfHealing\": { \"Models\": { \"gpt\": { \"Provider\": \"openai\", \"Model\": \"m\", \"ApiKey\": \"canary-key-1\" } } } }", "SelfHealing:Models:gpt:ApiKey puts a key into the configuration")]
    [InlineData("{ \"SelfHealing\": { \"Models\": { \"gpt\": { \"Provider\": \"openia\", \"Model\": \"m\" } } } }", "SelfHealing:Models:gpt:Provider is 'openia', which is unknown")]
    public async Task Broken_settings_are_one_sentence_and_exit_code_2(string file, string sentence)
    {
        Settings(file);

        foreach (var line in (string[][])[["models"], ["models", "check"], ["doctor"], ["repair", "--repo", _folder.Path, "--test", "true"]])
        {
            var ended = await RunAsync(line);

            ended.Code.ShouldBe(2, $"{line[0]}: {ended.Error}");
            ended.Error.ShouldContain(sentence);
            ended.Error.ShouldNotContain("canary");
            ended.Error.ShouldNotContain("Exception");
        }
    }

    [Fact]
    public async Task A_named_settings_file_must_be_there()
    {
        _variables["SELFHEAL_CONFIG"] = Path.Combine(_folder.Path, "none.json");

        var ended = await RunAsync("models");

        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("SELFHEAL_CONFIG names the settings file");

        _folder.File("none.json", """{ "SelfHealing": { "Models": { "mine": { "Provider": "ollama", "Model": "qwen3" } } } }""");
        (await RunAsync("models")).Out.ShouldContain("mine");
    }

    private void Settings(string json) => _folder.File("selfheal.json", json);

    private void Model(string name, Dialect dialect, Uri endpoint)
    {
        _variables[$"SelfHealing__Models__{name}__Provider"] = dialect switch
        {
            Dialect.OpenAIChat => "openai",
            Dialect.OpenAIResponses => "openai-responses",
            Dialect.AzureOpenAI => "azure-openai",
            Dialect.Anthropic => "anthropic",
            _ => "ollama",
        };
        _variables[$"SelfHealing__Models__{name}__Model"] = name;
        _variables[$"SelfHealing__Models__{name}__Endpoint"] = endpoint.AbsoluteUri;
        _variables[$"SelfHealing__Models__{name}__KeyVariable"] = "SOME_KEY";
    }

    private Task<Ended> RunAsync(params string[] arguments) => Started.Selfheal(_variables, arguments).EndAsync(TestContext.Current.CancellationToken);
}
