using System.Globalization;
using SelfHealing.Incidents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Repair.Agentic;
using SelfHealing.Repair.Memory;
using SelfHealing.Repair.Prompting;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Briefings;

/// <summary>What an incident's prompts tell: the report, the failing tests with their source, the error, the suspicious lines, the code.</summary>
internal sealed class Briefing
{
    private const int MostFiles = 60;
    private const int MostTests = 30;
    private const int MostSuspicions = 20;

    private readonly IncidentReport _report;
    private readonly Baseline _baseline;
    private readonly IReadOnlyList<Suspicion> _suspicions;
    private readonly Room _room;
    private readonly string _nonce;
    private readonly IReadOnlyList<string> _ranked;
    private IReadOnlyList<SourceExcerpt> _tests = [];
    private IReadOnlyList<SourceExcerpt> _code = [];
    private IReadOnlyList<string> _lines = [];

    private Briefing(BaseFiles files, IncidentReport report, Baseline baseline, IReadOnlyList<Suspicion> suspicions, IReadOnlyList<string> named, Room room, string nonce)
    {
        (Files, _report, _baseline, _suspicions, _room, _nonce) = (files, report, baseline, suspicions, room, nonce);
        _ranked = SourceRanking.Order(files.Editable, suspicions, $"{baseline.Error}\n{report.ErrorText}", named);
    }

    /// <summary>The base revision's files.</summary>
    public BaseFiles Files { get; }

    /// <summary>True when all files that a fix may change are shown whole.</summary>
    public bool IsWhole => _code.All(e => e.IsWhole) && _code.Count >= Files.Editable.Values.Count(size => size > 0);

    /// <summary>Gathers a briefing.</summary>
    /// <param name="files">The base revision's files.</param>
    /// <param name="report">What was submitted.</param>
    /// <param name="baseline">What fails and passes.</param>
    /// <param name="suspicions">Suspicious lines, highest first.</param>
    /// <param name="named">Files that a plan names: advice.</param>
    /// <param name="room">How much source the model's prompts may hold.</param>
    /// <param name="nonce">The mark of untrusted text.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Briefing> GatherAsync(
        BaseFiles files, IncidentReport report, Baseline baseline, IReadOnlyList<Suspicion> suspicions, IReadOnlyList<string> named, Room room, string nonce,
        CancellationToken cancellationToken)
    {
        var briefing = new Briefing(files, report, baseline, suspicions, named, room, nonce);
        var tests = await files.TextsAsync(TestFiles.PathsOf(baseline.FailToPass, report.Subdirectory), cancellationToken);
        briefing._tests = TestExcerpts.Of([.. tests.Where(t => !files.Editable.ContainsKey(t.Path))], baseline.FailToPass, room.Tests);
        briefing._lines = await briefing.SuspiciousAsync(cancellationToken);
        await briefing.ShowAsync(briefing._ranked, suspicions, cancellationToken);
        return briefing;
    }

    /// <summary>Shows other source: the files that a localisation names first, around the places that it names.</summary>
    public Task NarrowAsync(IReadOnlyList<string> files, IReadOnlyList<Suspicion> places, CancellationToken cancellationToken) =>
        ShowAsync([.. files.Concat(_ranked).Where(Files.Editable.ContainsKey).Distinct(StringComparer.Ordinal)], [.. places, .. _suspicions], cancellationToken);

    /// <summary>The values of a prompt about the incident.</summary>
    /// <param name="areLinesNumbered">True to put line numbers in front of the source, for answers that name lines.</param>
    public PromptValues Values(bool areLinesNumbered = false) => new PromptValues(_nonce)
        .Show("report", "report of the failure, written by a user or a monitor", TextEnds.Of(_report.ErrorText ?? ""))
        .Show("failing", "ids of the failing tests", Failing())
        .Show("error", "output of the failing tests", TextEnds.Of(Observations.Settled(_baseline.Error)))
        .Show("tests", _tests.Select(e => (e.Label, e.Text)))
        .Show("suspicions", "suspicious lines", string.Join('\n', _lines))
        .Show("code", _code.Select(e => (e.Label, areLinesNumbered ? e.Numbered : e.Text)))
        .Show("tree", "paths of files that may be changed", Tree())
        .Say("passing", _baseline.PassToPass.Count switch
        {
            0 => "",
            var count when _baseline.FailToPass.Count == 0 => $"No test shows the fault. The {count} tests that there are pass and must go on passing.",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} other tests pass and must go on passing."),
        });

    private async Task ShowAsync(IReadOnlyList<string> paths, IReadOnlyList<Suspicion> places, CancellationToken cancellationToken)
    {
        List<string> chosen = [];
        long size = 0;
        foreach (var path in paths.Where(p => Files.Editable[p] > 0).Take(MostFiles))
        {
            // Long files are shown in part, so that what is read may be more than what is shown.
            size += Files.Editable[path];
            if (chosen.Count > 0 && size > 8L * _room.Code)
            {
                break;
            }

            chosen.Add(path);
        }

        var functions = ErrorTrace.Parse(_baseline.Error).Frames.Select(f => f.Function.Split('.')[^1])
            .Concat(places.Select(p => p.Function.Split('.')[^1])).Where(f => f.Length > 0).Distinct().Take(MostSuspicions).ToList();
        _code = SourceExcerpts.Of(await Files.TextsAsync(chosen, cancellationToken), places, functions, _room.Code);
    }

    private async Task<IReadOnlyList<string>> SuspiciousAsync(CancellationToken cancellationToken)
    {
        var shown = _suspicions.Where(s => Files.Editable.ContainsKey(s.Path)).Take(MostSuspicions).ToList();
        var texts = (await Files.TextsAsync([.. shown.Select(s => s.Path).Distinct()], cancellationToken)).ToDictionary(f => f.Path, f => f.Text.Split('\n'));
        return
        [
            .. shown.Where(s => texts.ContainsKey(s.Path)).Select(s => string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Path}:{s.Line}{(s.Function.Length > 0 ? $" ({s.Function})" : "")} {s.Score:0.00} | {texts[s.Path].ElementAtOrDefault(s.Line - 1)?.Trim()}")),
        ];
    }

    private string Failing() => string.Join('\n', _baseline.FailToPass.Take(MostTests))
        + (_baseline.FailToPass.Count > MostTests ? $"\n… and {_baseline.FailToPass.Count - MostTests} more" : "");

    private string Tree() => string.Join('\n', _ranked.Take(2_000)) is var tree && tree.Length > _room.Tests
        ? tree[..tree.LastIndexOf('\n', _room.Tests)]
        : tree;
}
