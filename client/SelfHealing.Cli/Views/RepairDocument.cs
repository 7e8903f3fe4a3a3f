using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SelfHealing.Cli.Calls;
using SelfHealing.Cli.Terminals;
using SelfHealing.Repair.Calls;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Views;

/// <summary>The one document that <c>--json</c> prints of an incident.</summary>
internal sealed record RepairDocument(
    string Incident,
    string Status,
    string? Reason,
    double? Confidence,
    RepairDocument.WinnerPart? Winner,
    IReadOnlyList<RepairDocument.VotePart> Votes,
    RepairDocument.CandidatesPart Candidates,
    RepairDocument.TestsPart Tests,
    string? Branch,
    double Seconds,
    IReadOnlyList<RepairDocument.StagePart> Stages,
    RepairDocument.CostPart? Cost)
{
    /// <summary>Camel case, names of enum members as text, and nothing that a terminal would obey.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    internal sealed record WinnerPart(string Model, string Diff);

    internal sealed record VotePart(string Voter, string? Candidate, double Weight, string Reason);

    internal sealed record CandidatesPart(int Generated, int Tested, int Plausible);

    internal sealed record TestsPart(int FailToPass, int PassToPass);

    /// <summary>What chat models used; null when none was called.</summary>
    internal sealed record CostPart(decimal Dollars, long InputTokens, long CachedTokens, long OutputTokens, IReadOnlyList<CallsDocument.ModelPart> Models)
    {
        public static CostPart? Of(CallHistory calls) => calls.Total is { Calls: > 0 } total
            ? new CostPart(total.Cost, total.InputTokens, total.CachedTokens, total.OutputTokens, CallsDocument.Sums(calls.ByModel))
            : null;
    }

    internal sealed record StagePart(string Name, double Seconds);

    /// <summary>The document of an incident.</summary>
    public static RepairDocument Of(IncidentView incident)
    {
        var winner = incident.Winner;
        return new RepairDocument(
            incident.Id,
            Outcome.Word(incident.Status),
            incident.Reason,
            incident.Vote?.Confidence,
            winner is null ? null : new WinnerPart(winner.Voter, winner.Diff),
            [.. (incident.Vote?.Ballots ?? []).Select(b => new VotePart(b.Voter, b.Candidate, b.Weight, b.Reason))],
            new CandidatesPart(incident.Searches.Sum(s => s.Generated), incident.Searches.Sum(s => s.Tested), incident.Searches.Sum(s => s.Plausible)),
            new TestsPart(Passed(incident.Proof?.FailToPass), Passed(incident.Proof?.PassToPass)),
            incident.Deployment?.Branch,
            Math.Round(incident.Worked.TotalSeconds, 3),
            [.. incident.Rail.Where(s => s.WasVisited).Select(s => new StagePart(s.Stage.ToString().ToLowerInvariant(), Math.Round(s.Spent(incident.Worked).TotalSeconds, 3)))],
            CostPart.Of(incident.State.Calls));
    }

    /// <summary>JSON whose text is safe to print: hidden characters can only stand in its strings, where an escape means the same.</summary>
    public static string Serialize<T>(T document)
    {
        var json = JsonSerializer.Serialize(document, Options);
        if (!json.EnumerateRunes().Any(SafeText.IsHidden))
        {
            return json;
        }

        var safe = new StringBuilder(json.Length + 64);
        foreach (var rune in json.EnumerateRunes())
        {
            if (!SafeText.IsHidden(rune))
            {
                safe.Append(rune.ToString());
                continue;
            }

            foreach (var unit in rune.ToString())
            {
                safe.Append("\\u").Append(((int)unit).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return safe.ToString();
    }

    private static int Passed(IReadOnlyDictionary<string, TestOutcome>? outcomes) =>
        outcomes?.Values.Count(o => o is TestOutcome.Passed or TestOutcome.Skipped) ?? 0;
}
