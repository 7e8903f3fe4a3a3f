using System.Globalization;
using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Repair.Agentic;
using SelfHealing.Repair.Prompting;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>What an agent that works by commands is told: its task, and what came of each command.</summary>
internal sealed class AgenticConversation
{
    private const int StepsToWarn = 5;
    private const int MostDropped = 20;

    private readonly Prompt _task;

    public AgenticConversation(StrategyRun run, IReadOnlyList<(string Label, string Text)> earlier)
    {
        var (task, limits) = (run.Task, run.Model.Options);
        _task = PromptLibrary.Of("agentic").Render(run.Briefing.Values()
            .Say("seconds", Number(limits.CommandTimeout.TotalSeconds))
            .Say("steps", Number(limits.MaxSteps))
            .Say("submit", ShellCommand.Submit)
            .Show("testing", task.Workspace.Subdirectory.Length == 0 ? "command of the tests" : $"command of the tests, run in {task.Workspace.Subdirectory}", task.Workspace.TestCommand)
            .Show("plan", "analysis by a program", $"{task.Plan.RootCause}\n{task.Plan.FixStrategy}")
            .Show("earlier", earlier));
    }

    /// <summary>The agent's name in records.</summary>
    public string Role => _task.Role;

    /// <summary>The prompt's name and version.</summary>
    public string Label => _task.Label;

    /// <summary>The mark of untrusted text.</summary>
    public string Nonce => _task.Nonce;

    /// <summary>What the model is and which rules it has.</summary>
    public string Instructions => _task.System;

    /// <summary>All that the next call shows.</summary>
    public IReadOnlyList<ChatMessage> Messages(IReadOnlyList<AgentStep> steps)
    {
        var (shown, leftOut) = AgentHistory.Of(steps);
        List<ChatMessage> messages = [new(ChatRole.User, _task.User)];
        if (leftOut > 0)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, $"(My first {leftOut} steps are left out here.)"));
            messages.Add(new ChatMessage(ChatRole.User, "Go on."));
        }

        foreach (var step in shown)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, step.Reply));
            messages.Add(new ChatMessage(ChatRole.User, step.Observation));
        }

        return messages;
    }

    /// <summary>What a command brought.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="timeout">Its time limit.</param>
    /// <param name="problem">What else is to be said; empty for nothing.</param>
    /// <param name="stepsLeft">Steps that are left after this one.</param>
    public string Observed(ShellResult result, TimeSpan timeout, string problem, int stepsLeft) => Render("agentic-observed", new PromptValues(Nonce)
        .Say("result", (result.ExitCode is { } code ? $"Exit code {Number(code)}." : $"It was killed after {Number(timeout.TotalSeconds)} seconds, with all that it started.")
            + (result.Output.Length == 0 ? " It printed nothing." : ""))
        .Show("output", "output of the command", TextEnds.Of(Observations.Settled(result.Output)))
        .Show("problem", "what is wrong with the files", problem)
        .Say("left", stepsLeft <= StepsToWarn ? $"Steps left: {Number(stepsLeft)}. Submit in time." : ""));

    /// <summary>What is wrong with a reply.</summary>
    public string Wrong(string problem) => Render("agentic-wrong", new PromptValues(Nonce).Say("problem", problem).Say("submit", ShellCommand.Submit));

    /// <summary>Why a submission does not pass.</summary>
    public string Failed(AgenticTrial trial, int left) => Render("agentic-failed", new PromptValues(Nonce)
        .Show("problem", "what fails", trial.Failure ?? "")
        .Show("dropped", "changes that are no part of the patch", string.Join('\n', trial.Dropped.Take(MostDropped)))
        .Show("output", "output of the tests", TextEnds.Of(Observations.Settled(trial.Output)))
        .Say("left", Number(left)));

    private static string Render(string prompt, PromptValues values) => PromptLibrary.Of(prompt).Render(values).User;

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
