using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Strategies;
using SelfHealing.Models.Tests.BuiltIn;
using SelfHealing.Models.Tests.Chat.Agents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.Chat.Strategies;

/// <summary>A small buggy project, and voters that repair it.</summary>
internal sealed class Bench
{
    public const string Code = "def total(items):\n    result = 0\n    for item in items:\n        result -= item\n    return result\n";

    public const string Right = "The sum is taken away.\n\nshop.py\n<<<<<<< SEARCH\n        result -= item\n=======\n        result += item\n>>>>>>> REPLACE\n";

    public const string Wrong = "shop.py\n<<<<<<< SEARCH\n    return result\n=======\n    return abs(result)\n>>>>>>> REPLACE\n";

    public const string Cause = """{"root_cause": "result is diminished", "affected_files": ["shop.py"], "fix_strategy": "add instead"}""";

    public const string Place = """{"places": [{"file": "shop.py", "element": "total", "line": 4, "why": "subtracts"}]}""";

    public const string Correct = """{"verdict": "correct", "findings": []}""";

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal)
    {
        ["shop.py"] = Code,
        ["tests/test_shop.py"] = "from shop import total\n\ndef test_total():\n    assert total([1, 2]) == 3\n",
        [".env"] = "TOKEN=canary-secret-3c1f\n",
    };

    public MemoryArtifacts Artifacts { get; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public List<SearchProgress> Progress { get; } = [];

    public CodingTask Task { get; set; } = null!;

    public ProgramToolchain Toolchain { get; private set; } = null!;

    public static ScriptedModel Model(Func<Asked, string> coder) => new(asked => asked.Prompt switch
    {
        "root-cause" => Cause,
        "localise" => Place,
        "review-patch" => Correct,
        _ => coder(asked),
    });

    /// <summary>What the test prints: the program is right when it adds.</summary>
    public static string? Test(string program) =>
        program.Contains("result += item", StringComparison.Ordinal) ? null : "E   assert -3 == 3";

    public async Task<Bench> PrepareAsync(Func<CancellationToken, Task>? pace = null)
    {
        Toolchain = new ProgramToolchain(Files, Test) { Pace = pace ?? (_ => System.Threading.Tasks.Task.CompletedTask) };
        Task = new CodingTask(
            1, "gpt:multi-agent", new IncidentReport { Repository = "r", TestCommand = "pytest", Language = "text", Tenant = "acme" },
            new Workspace("inc-1", "c0ffee", await Artifacts.PutArchiveAsync(Files, CancellationToken.None), "image", "pytest", ""),
            new Baseline(["t"], [], "tests/test_shop.py:4: AssertionError: assert -3 == 3", 0.1), "space",
            new RepairPlan("A wrong result.", ["shop.py"], "Try operators.", new SearchScope(100, Pairs: false, [])), [],
            new Fingerprint("exact", "kind", "AssertionError"), Time.GetUtcNow().AddMinutes(5))
        {
            Step = "r1-code",
            Suspicions = [new Suspicion("shop.py", 4, "total", 0.71)],
        };
        return this;
    }

    public Task<SearchReport> SearchAsync(SelfHealing.Models.Chat.IChatModel model, string strategy, CancellationToken cancellationToken = default) =>
        new ChatVoter(model, strategy == "agentless" ? new Agentless() : new MultiAgent(), [Toolchain], Artifacts, new Nonces(), Time)
            .SearchAsync(Task, new Told(Progress), cancellationToken);

    private sealed class Told(List<SearchProgress> told) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => told.Add(value);
    }
}
