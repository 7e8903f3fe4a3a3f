using SelfHealing.Incidents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>What every role of a chat model works with: the incident's briefing, and one conversation for its step.</summary>
internal sealed class RoleDesk(IChatModel model, IArtifacts artifacts, Nonces nonces)
{
    private const int CallsOfWriter = 8;

    /// <summary>The configured name of the model.</summary>
    public string Name => model.Name;

    /// <summary>Gathers the briefing of a step.</summary>
    public async Task<Briefing> BriefAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, IReadOnlyList<Suspicion> suspicions, IReadOnlyList<string> named,
        CancellationToken cancellationToken)
    {
        var files = await BaseFiles.OpenAsync(artifacts, workspace, report, baseline, cancellationToken);
        return await Briefing.GatherAsync(
            files, report, baseline, suspicions, named, Room.Of(model.Options), nonces.Of(workspace.Incident, step), cancellationToken);
    }

    /// <summary>Asks one question.</summary>
    /// <param name="step">The step's id.</param>
    /// <param name="workspace">The incident's workspace.</param>
    /// <param name="report">The incident's report.</param>
    /// <param name="prompt">The prompt's name.</param>
    /// <param name="values">Its values.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ModelException">No usable answer came.</exception>
    public Task<T> AskAsync<T>(
        string step, Workspace workspace, IncidentReport report, string prompt, PromptValues values, Func<string, Reading<T>> read, CancellationToken cancellationToken) =>
        new AgentRunner(model, Assignment.Of(workspace, report, step), Numbers(prompt), model.Options.Temperature)
            .AskAsync(PromptLibrary.Of(prompt).Render(values), read, cancellationToken);

    // A test is written and reviewed in one step, by two models that know nothing of each other.
    private static CallNumbers Numbers(string prompt)
    {
        var numbers = CallNumbers.OfStep();
        _ = prompt == "review-test" ? numbers.Take(CallsOfWriter) : 0;
        return numbers;
    }
}
