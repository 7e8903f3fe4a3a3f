using System.Text.Json;
using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Benchmarks;

/// <summary>SWE-bench's way from the data set to graded predictions, with a made-up instance and a vendor over a socket.</summary>
public sealed class SweBenchTests
{
    private const string Id = "shop__prices-1";
    private const string Pytest = """{"*":"python3 -m pytest -rA {tests}"}""";

    private const string Buggy = "def total(prices):\n    result = 0\n    for price in prices[1:]:\n        result += price\n    return result\n\n\ndef count(prices):\n    return len(prices)\n";
    private const string Test = "from prices import count\n\n\ndef test_count():\n    assert count([1, 2]) == 2\n";
    private const string Hidden = "from prices import count, total\n\n\ndef test_count():\n    assert count([1, 2]) == 2\n\n\ndef test_hidden_total():\n    assert total([1, 2]) == 3\n";

    private const string Edit =
        "The slice leaves the first price out.\n\nprices.py\n<<<<<<< SEARCH\n    for price in prices[1:]:\n=======\n    for price in prices:\n>>>>>>> REPLACE\n";

    [Fact]
    public async Task A_chat_model_resolves_an_instance_without_seeing_what_judges_it()
    {
        await using var workshop = new Workshop();
        await using var vendor = await ModelServer.StartAsync(request => ModelReply.Says(
            request.System.Contains("\"places\"", StringComparison.Ordinal) ? """{"places":[{"file":"prices.py","element":"total","line":3,"why":"the slice"}]}""" : Edit));
        Configure(workshop, vendor);
        await InstanceAsync(workshop);

        var run = (await RunAsync(workshop, "--out", At(workshop, "predictions.jsonl"), "--json", At(workshop, "summary.json"))).ShouldExitWith(0);

        using var summary = JsonDocument.Parse(await ReadAsync(workshop, "summary.json"));
        summary.RootElement.GetProperty("totals").GetProperty("correct").GetInt32().ShouldBe(1, $"{summary.RootElement}\n{run}");
        var prediction = (await ReadAsync(workshop, "predictions.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        using var line = JsonDocument.Parse(prediction);
        line.RootElement.GetProperty("instance_id").GetString().ShouldBe(Id);
        line.RootElement.GetProperty("model_patch").GetString()!.ShouldContain("+    for price in prices:");
        vendor.Requests.ShouldNotBeEmpty();
        vendor.Requests.ShouldAllBe(r => !Said(r).Contains("test_hidden_total", StringComparison.Ordinal) && !Said(r).Contains("A hint", StringComparison.Ordinal));
        vendor.Requests.ShouldContain(r => Said(r).Contains("the first price is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_chat_model_the_prediction_is_empty_and_a_second_run_writes_nothing_twice()
    {
        await using var workshop = new Workshop();
        await InstanceAsync(workshop);
        string[] options = ["--out", At(workshop, "predictions.jsonl"), "--models", "mutation"];

        (await RunAsync(workshop, options)).ShouldExitWith(0);
        var first = await ReadAsync(workshop, "predictions.jsonl");
        (await RunAsync(workshop, options)).ShouldExitWith(0).ShouldSay("kept");

        first.ShouldContain("\"model_patch\":\"\"");
        (await ReadAsync(workshop, "predictions.jsonl")).ShouldBe(first);
        File.Delete(At(workshop, "predictions.jsonl"));
        (await RunAsync(workshop, options)).ShouldExitWith(0);
        (await ReadAsync(workshop, "predictions.jsonl")).ShouldBe(first);
    }

    [Fact]
    public async Task Predictions_are_graded_without_a_repair_and_what_cannot_be_judged_is_a_fault()
    {
        await using var workshop = new Workshop();
        var gold = await InstanceAsync(workshop, "shop__prices-2", "elsewhere__gone-1");
        await WriteAsync(workshop, "gold.jsonl", string.Join('\n', new[] { (Id, gold), ("shop__prices-2", ""), ("elsewhere__gone-1", gold) }
            .Select(p => JsonSerializer.Serialize(new { instance_id = p.Item1, model_name_or_path = "gold", model_patch = p.Item2 }))));

        (await RunAsync(workshop, "--grade-only", At(workshop, "gold.jsonl"), "--json", At(workshop, "summary.json"))).ShouldExitWith(1);

        using var summary = JsonDocument.Parse(await ReadAsync(workshop, "summary.json"));
        var statuses = summary.RootElement.GetProperty("instances").EnumerateArray().ToDictionary(i => i.GetProperty("id").GetString()!, i => i.GetProperty("status").GetString()!);
        statuses.ShouldBe(
            new Dictionary<string, string> { [Id] = "resolved", ["shop__prices-2"] = "unresolved", ["elsewhere__gone-1"] = "infrastructure" }, ignoreOrder: true);
        summary.RootElement.GetRawText().ShouldContain("There is no clone of elsewhere/gone");
    }

    private static string Said(ModelRequest request) => request.System + string.Join('\n', request.Messages.Select(m => m.Text));

    private static string At(Workshop workshop, string name) => Path.Combine(workshop.Repositories, name);

    private static Task WriteAsync(Workshop workshop, string name, string text) => File.WriteAllTextAsync(At(workshop, name), text, TestContext.Current.CancellationToken);

    private static Task<string> ReadAsync(Workshop workshop, string name) => File.ReadAllTextAsync(At(workshop, name), TestContext.Current.CancellationToken);

    private static Task<CommandResult> RunAsync(Workshop workshop, params string[] options) => workshop.RunAsync(
        ["bench", "swe-bench", "--dataset", At(workshop, "dataset.jsonl"), "--repos", At(workshop, "clones"), "--image", "builtin", "--test-commands", At(workshop, "commands.json"), .. options]);

    private static void Configure(Workshop workshop, ModelServer vendor)
    {
        workshop.Environment["SELFHEAL_SWE_KEY"] = "sk-swe-0123456789abcdef";
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("Provider", "openai"), ("Model", "fake"), ("Endpoint", vendor.Endpoint(Dialect.OpenAIChat).ToString()), ("KeyVariable", "SELFHEAL_SWE_KEY"),
            ("Samples", "1"), ("Roles__0", "coder"), ("Strategies__0", "agentless"),
        ])
        {
            workshop.Environment[$"SelfHealing__Models__gpt__{name}"] = value;
        }
    }

    /// <summary>Makes the repository, whose later history holds the fix, and a data set of one instance and copies of it under other ids.</summary>
    /// <returns>The gold patch.</returns>
    private static async Task<string> InstanceAsync(Workshop workshop, params string[] others)
    {
        var source = At(workshop, "source");
        Directory.CreateDirectory(Path.Combine(source, "tests"));
        await File.WriteAllTextAsync(Path.Combine(source, "prices.py"), Buggy, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(source, "conftest.py"), "import os\nimport sys\n\nsys.path.insert(0, os.path.dirname(__file__))\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(source, "tests", "test_prices.py"), Test, TestContext.Current.CancellationToken);
        var repository = await TestRepository.CreateAsync(At(workshop, "clones"), source, "shop__prices");
        var commit = await repository.HeadAsync();
        var hidden = await DiffAsync(repository, "tests/test_prices.py", Hidden);
        await repository.GitAsync("checkout", "--quiet", "--", ".");
        var gold = await DiffAsync(repository, "prices.py", Buggy.Replace("prices[1:]", "prices", StringComparison.Ordinal));
        await repository.CommitAsync("Fix it");
        await WriteAsync(workshop, "commands.json", Pytest);
        await WriteAsync(workshop, "dataset.jsonl", string.Join('\n', others.Prepend(Id).Select(id => JsonSerializer.Serialize(new
        {
            repo = id[..id.LastIndexOf('-')].Replace("__", "/", StringComparison.Ordinal),
            instance_id = id,
            base_commit = commit,
            patch = gold,
            test_patch = hidden,
            problem_statement = "`total([1, 2])` in prices.py gives 2: the first price is left out.",
            hints_text = "A hint",
            version = "1.0",
            FAIL_TO_PASS = "[\"tests/test_prices.py::test_hidden_total\"]",
            PASS_TO_PASS = new[] { "tests/test_prices.py::test_count" },
            environment_setup_commit = commit,
        }))));
        return gold;
    }

    private static async Task<string> DiffAsync(TestRepository repository, string path, string content)
    {
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, path), content, TestContext.Current.CancellationToken);
        // One line of context: what git prints is handed on without white space at its end.
        return await repository.GitAsync("diff", "-U1") + "\n";
    }
}
