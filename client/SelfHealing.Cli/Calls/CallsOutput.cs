using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Storage;
using Spectre.Console;

namespace SelfHealing.Cli.Calls;

/// <summary>What <c>show --calls</c> prints: the table, the texts when they are asked for, one document, or a file to replay.</summary>
internal sealed class CallsOutput(Surroundings surroundings, string place)
{
    private Terminal Terminal => surroundings.Terminal;

    /// <summary>Writes the calls of an incident.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="incident">The incident's id.</param>
    /// <param name="choice">What is asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(IEventJournal journal, string incident, CallsChoice choice, CancellationToken cancellationToken)
    {
        var artifacts = choice.Content || choice.Export is not null ? surroundings.OpenArtifacts(place) : null;
        var calls = await CallRecords.ReadAsync(journal, artifacts, incident, cancellationToken);
        if (choice.Export is { } file)
        {
            await File.WriteAllTextAsync(file, CallRecords.Transcript(calls), cancellationToken);
            Terminal.Say($"{Figures.Count(calls.Count, "call")} written to {file}. Replay with: repair … --replay {CommandHints.Quote(file)}");
        }

        if (choice.Json)
        {
            Terminal.WriteData(RepairDocument.Serialize(CallsDocument.Of(incident, choice.Content ? calls : [.. calls.Select(c => c with { Reply = null })])));
        }
        else if (calls.Count == 0)
        {
            Terminal.Say($"Incident {incident} called no chat model.");
        }
        else if (choice.Export is null || choice.Content)
        {
            Write(calls, choice.Content);
        }
    }

    private void Write(IReadOnlyList<KeptCall> calls, bool content)
    {
        foreach (var kept in content ? calls : [])
        {
            Terminal.Out.Write(new Lines(new Row().Add(SafeText.Line(kept.Call.Id, 80), Palette.Strong).Add($"  {SafeText.Line(kept.Call.Model, 40)}  {SafeText.Line(kept.Call.Prompt, 60)}", Palette.Quiet), null));
            if (kept.Reply is null)
            {
                Terminal.WriteData($"  {(kept.Call.Reason is { } reason ? SafeText.Line(reason, 600) : "its text was not kept")}");
            }

            foreach (var (role, text) in kept.Reply is { } reply ? CallContent.Of(reply) : [])
            {
                Terminal.Out.Write(new Lines(new Row().Add($"  {role}", Palette.Busy), null));
                foreach (var line in text.Split('\n'))
                {
                    Terminal.WriteData($"    {line}".TrimEnd());
                }
            }

            Terminal.WriteData("");
        }

        Terminal.Out.Write(new CallsView(calls));
        if (!content)
        {
            Terminal.WriteData("");
            Terminal.Out.Write(new Text("Texts of prompts and replies are shown with --content.\n", Palette.Quiet));
        }
    }
}

/// <summary>What of the calls is asked for.</summary>
/// <param name="Content">Also the texts.</param>
/// <param name="Json">As one document.</param>
/// <param name="Export">The file for a transcript; null for none.</param>
internal sealed record CallsChoice(bool Content, bool Json, string? Export);
