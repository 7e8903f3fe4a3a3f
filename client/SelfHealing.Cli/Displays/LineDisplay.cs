using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using SelfHealing.Models;

namespace SelfHealing.Cli.Displays;

/// <summary>One plain line per event on standard error, and now and then one about what a long step waits for.</summary>
internal sealed class LineDisplay(Terminal terminal, TimeProvider time) : IIncidentDisplay
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (long At, string Note)> _told = new(StringComparer.Ordinal);

    private readonly HashSet<(string Model, ModelFault Fault)> _faults = [];

    public Task RunAsync(IncidentView incident, Func<Task> follow) => follow();

    public void Show(IncidentSignal signal, IncidentView incident)
    {
        switch (signal)
        {
            case EventSignal { Recorded.Event: Triaged or StepStarted { Attempt: 1 } or ModelCalled { Call.Fault: null } }:
                break;
            case EventSignal { Recorded.Event: ModelCalled { Call: { Fault: { } fault } call } } when !_faults.Add((call.Model, fault)):
                // A model that fails the same way again is no news; `show --calls` tells each.
                break;
            case EventSignal { Recorded: var recorded }:
                Write(incident.Worked, EventSentence.Heading(recorded.Event), EventSentence.Of(recorded.Event, incident));
                break;
            case ProgressSignal progress:
                Show(progress, incident);
                break;
        }
    }

    public void Say(string line) => terminal.Say(line);

    private void Show(ProgressSignal progress, IncidentView incident)
    {
        var now = time.GetTimestamp();
        var isNew = !_told.TryGetValue(progress.Step, out var last);
        var isDue = isNew || (time.GetElapsedTime(last.At, now) >= Between && last.Note != Text(progress));
        if (!isDue)
        {
            return;
        }

        _told[progress.Step] = (now, Text(progress));
        if (Text(progress).Length > 0)
        {
            var who = incident.VoterOf(progress.Step) is { } voter ? $"{SafeText.Line(voter.Name, 40)}: " : "";
            Write(incident.WorkedAt(time.GetUtcNow()), Stages.NameOf(progress.Step), who + Text(progress));
        }
    }

    private static string Text(ProgressSignal progress) => progress switch
    {
        { Total: { } total, Done: > 0 } => $"{Figures.Number(progress.Done)}/{Figures.Number(total)} {SafeText.Line(progress.Note, 200)}".Trim(),
        _ => SafeText.Line(progress.Note, 200),
    };

    private void Write(TimeSpan at, string heading, string text) =>
        terminal.Say($"[{Figures.Duration(at),7}] {SafeText.Line(heading, 40),-10} {text}");
}
