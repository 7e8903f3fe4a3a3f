using SelfHealing.Agents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>A chat model that writes reproduction tests.</summary>
internal sealed class ChatTestWriter(RoleDesk desk, IEnumerable<IToolchain> toolchains) : ITestWriterModel
{
    private const int MostCharacters = 20_000;

    public string Name => desk.Name;

    public async Task<ReproductionTest> WriteTestAsync(TestWritingTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var toolchain = toolchains.FirstOrDefault(t => t.Language == task.Report.Language)
            ?? throw new ModelException(ModelFault.Rejected, $"The model '{Name}' was not asked: no toolchain understands {task.Report.Language}.");
        var briefing = await desk.BriefAsync(task.Step, task.Workspace, task.Report, task.Baseline, task.Suspicions, [], cancellationToken);
        var values = briefing.Values().Say("language", toolchain.Language).Say("script", toolchain.ScriptName).Say("command", toolchain.ScriptCommand);
        var source = await desk.AskAsync(task.Step, task.Workspace, task.Report, "write-test", values, Script, cancellationToken);
        return new ReproductionTest($"test-{Name}", Name, source);
    }

    private static Reading<string> Script(string reply) =>
        CodeReply.Script(reply) is { Problem: null, Value.Length: > MostCharacters } ? Reading<string>.Wrong("the script is too long.") : CodeReply.Script(reply);
}
