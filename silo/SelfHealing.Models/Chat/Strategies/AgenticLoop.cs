using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SelfHealing.Repair.Agentic;
using SelfHealing.Sandboxes;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>An agent that repairs by shell commands: ask for one, execute it, show what came of it, again.</summary>
/// <remarks>
/// In the spirit of mini-swe-agent (Princeton, 2025). Whatever limit ends it, the best diff so far is submitted. A patch counts by its tests on
/// a clean copy and by nothing that was seen in the shell.
/// </remarks>
internal sealed class AgenticLoop(IChatClient client, IRepositoryShell shell, AgenticConversation conversation, AgenticTrials trials, ModelOptions limits)
{
    private const string Nothing = "(nothing)";

    private readonly ChatClientAgent _agent = new(client, new ChatClientAgentOptions
    {
        Name = conversation.Role,
        ChatOptions = new ChatOptions { Instructions = conversation.Instructions },
        UseProvidedChatClientAsIs = true,
    });

    private readonly List<AgentStep> _steps = [];
    private IReadOnlyList<ShellChange> _changes = [];
    private AgenticTrial? _trial;
    private bool _isTried;
    private int _submissions;
    private int _formatErrors;

    /// <summary>Works until the end.</summary>
    /// <param name="wallClock">Ends asking and executing; what is left of the time is for the tests of the last diff.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    /// <returns>Why it ended, the same as a sentence, and how its last diff did; null when it never had one.</returns>
    public async Task<(AgenticExit Exit, string Words, AgenticTrial? Trial)> RunAsync(CancellationToken wallClock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if ((Limit() ?? await StepAsync(wallClock, cancellationToken)) is { } end)
                {
                    return await EndAsync(end.Exit, end.Words, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (wallClock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return await EndAsync(AgenticExit.WallClock, "The time was nearly over.", cancellationToken);
            }
            catch (ModelException e)
            {
                return await EndAsync(e.Fault == ModelFault.OutOfBudget ? AgenticExit.Cost : AgenticExit.Model, e.Message, cancellationToken);
            }
            catch (SandboxException e)
            {
                return await EndAsync(AgenticExit.Sandbox, e.Message, cancellationToken);
            }
        }
    }

    private (AgenticExit Exit, string Words)? Limit() =>
        _steps.Count >= limits.MaxSteps ? (AgenticExit.Steps, $"It took all of its {limits.MaxSteps} steps.")
        : _formatErrors >= limits.MaxFormatErrors ? (AgenticExit.FormatErrors, $"{_formatErrors} replies in a row held no single command.")
        : StuckRules.Of(_steps) is { } circle ? (AgenticExit.Stuck, $"It went round in circles: {circle}.")
        : null;

    /// <summary>One turn; why it was the last one, or null.</summary>
    private async Task<(AgenticExit Exit, string Words)?> StepAsync(CancellationToken wallClock, CancellationToken cancellationToken)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(wallClock, cancellationToken);
        var (reply, fault) = await QueryAsync(turn.Token);
        var (command, problem) = fault is null ? ShellCommand.Of(reply) : (null, fault);
        _formatErrors = command is null ? _formatErrors + 1 : 0;
        switch (command)
        {
            case null:
                Remember(reply, "", conversation.Wrong(problem!), isError: true);
                return null;
            case ShellCommand.Submit:
                return await SubmitAsync(reply, cancellationToken);
            default:
                await ExecuteAsync(reply, command, turn.Token);
                return null;
        }
    }

    /// <summary>The model's next reply, or why it sent none that can be read.</summary>
    private async Task<(string Reply, string? Fault)> QueryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _agent.RunAsync(conversation.Messages(_steps), cancellationToken: cancellationToken);
            return string.IsNullOrWhiteSpace(reply.Text) ? (Nothing, "The reply held no text.") : (reply.Text, null);
        }
        catch (ModelException e) when (e.Fault == ModelFault.Malformed)
        {
            return (Nothing, "The reply held no text.");
        }
    }

    private async Task ExecuteAsync(string reply, string command, CancellationToken cancellationToken)
    {
        var result = await shell.RunAsync(command, limits.CommandTimeout, cancellationToken);
        var problem = "";
        try
        {
            var changes = await shell.ChangesAsync(cancellationToken);
            _isTried = _isTried && Same(changes, _changes);
            _changes = changes;
        }
        catch (SandboxException e)
        {
            // Too much to be a patch: the model hears it, and the diff before it still counts.
            problem = e.Message;
        }

        var observation = conversation.Observed(result, limits.CommandTimeout, problem, limits.MaxSteps - _steps.Count - 1);
        Remember(reply, command, observation, result.ExitCode != 0);
    }

    private async Task<(AgenticExit Exit, string Words)?> SubmitAsync(string reply, CancellationToken cancellationToken)
    {
        if (_isTried)
        {
            Remember(reply, ShellCommand.Submit, conversation.Wrong("Nothing that counts has changed since you submitted last."), isError: true);
            return null;
        }

        _submissions++;
        var trial = await TryAsync(cancellationToken);
        Remember(reply, ShellCommand.Submit, conversation.Failed(trial, limits.MaxSubmissions - _submissions), isError: true);
        return trial.Failure is null ? (AgenticExit.Solved, "It submitted a patch that passes.")
            : _submissions >= limits.MaxSubmissions ? (AgenticExit.Submissions, $"It submitted {_submissions} times.")
            : null;
    }

    private async Task<(AgenticExit Exit, string Words, AgenticTrial? Trial)> EndAsync(AgenticExit exit, string words, CancellationToken cancellationToken)
    {
        if (!_isTried && _changes.Count > 0)
        {
            await TryAsync(cancellationToken);
        }

        return (exit, words, _trial);
    }

    private async Task<AgenticTrial> TryAsync(CancellationToken cancellationToken)
    {
        _isTried = true;
        return _trial = await trials.TryAsync(_changes, cancellationToken);
    }

    private void Remember(string reply, string action, string observation, bool isError) => _steps.Add(new AgentStep(reply, action, observation, isError));

    private static bool Same(IReadOnlyList<ShellChange> some, IReadOnlyList<ShellChange> others) =>
        some.Count == others.Count
        && some.Zip(others).All(p => p.First.Path == p.Second.Path && p.First.Content.AsSpan().SequenceEqual(p.Second.Content));
}
