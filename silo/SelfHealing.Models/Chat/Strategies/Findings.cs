using SelfHealing.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>One program that a voter's patches make.</summary>
internal sealed class Program(Patch patch, string? fitted, PatchForm form, int order)
{
    public Patch Patch => patch;

    public string? Fitted => fitted;

    public PatchForm Form => form;

    /// <summary>Its place among the voter's programs, by when it was written first.</summary>
    public int Order => order;

    /// <summary>Samples that made it.</summary>
    public int Samples { get; set; } = 1;

    public bool IsPlausible { get; set; }

    /// <summary>What the voter itself thinks of it, from 0 to 1.</summary>
    public double Merit { get; set; }
}

/// <summary>What one voter found in one round, noted as it comes.</summary>
internal sealed class Findings(string model, IProgress<SearchProgress> progress)
{
    private const int KeptCandidates = 6;
    private const int KeptDrafts = 5;

    private readonly Dictionary<string, Program> _programs = new(StringComparer.Ordinal);
    private readonly List<Draft> _drafts = [];
    private readonly List<string> _problems = [];
    private int _samples;
    private int _tested;
    private bool _isOutOfTime;

    /// <summary>Counts a sample that brought a patch, and gives the program that it makes.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="fitted">How it was brought to fit.</param>
    /// <param name="form">What it is; its source parses.</param>
    public Program Add(Patch patch, string? fitted, PatchForm form)
    {
        _samples++;
        if (_programs.TryGetValue(form.NormalForm!, out var known))
        {
            known.Samples++;
            return known;
        }

        return _programs[form.NormalForm!] = new Program(patch, fitted, form, _programs.Count);
    }

    /// <summary>Counts a sample that brought nothing that can be tried.</summary>
    public void Fail(string problem)
    {
        _samples++;
        _problems.Add(problem);
    }

    /// <summary>Keeps a patch that did not pass.</summary>
    public void Draft(Patch patch, string failure) => _drafts.Add(new Draft(patch, failure));

    /// <summary>Notes the model's own fault.</summary>
    public void Fault(ModelException fault) => _problems.Add(fault.Message);

    /// <summary>Notes that the deadline ended the search.</summary>
    public void RanOutOfTime() => _isOutOfTime = true;

    /// <summary>Counts a tested program.</summary>
    public void Tested(Program program, bool isPlausible)
    {
        _tested++;
        program.IsPlausible |= isPlausible;
        progress.Report(new SearchProgress(_tested, null, _programs.Values.Count(p => p.IsPlausible)));
    }

    /// <summary>The report of the round.</summary>
    public async Task<SearchReport> ReportAsync(string voter, CodingTask task, BaseFiles? files, CancellationToken cancellationToken)
    {
        var plausible = _programs.Values.Where(p => p.IsPlausible).OrderByDescending(p => p.Merit).ThenByDescending(p => p.Samples).ThenBy(p => p.Order).ToList();
        var candidates = new List<Candidate>();
        foreach (var program in plausible.Take(KeptCandidates))
        {
            candidates.Add(await CandidateAsync(voter, task, program, candidates.Count + 1, files!, cancellationToken));
        }

        return new SearchReport(_programs.Count, _tested, plausible.Count, candidates, [], candidates.Count > 0 ? null : Silence())
        {
            Drafts = [.. _drafts.TakeLast(KeptDrafts)],
        };
    }

    private async Task<Candidate> CandidateAsync(string voter, CodingTask task, Program program, int rank, BaseFiles files, CancellationToken cancellationToken) => new()
    {
        Id = $"r{task.Round}-{voter}-{rank}",
        Voter = voter,
        Patch = program.Patch,
        Diff = await files.DiffAsync(program.Patch, cancellationToken),
        NormalForm = program.Form.NormalForm!,
        Operators = [],
        Rank = rank,
        Score = Math.Min(1, program.Samples / (double)_samples),
        Size = program.Form.Size,
        Before = program.Form.Before,
        After = program.Form.After,
        Function = program.Form.Function,
        Origin = CandidateOrigin.Chat,
        Fitted = program.Fitted,
    };

    private string Silence()
    {
        var commonest = _problems.GroupBy(p => p).MaxBy(g => g.Count())?.Key;
        return _tested > 0
            ? $"None of the {_tested} different patches of {model} passed the tests.{(commonest is null ? "" : $" {commonest}")}"
            : commonest ?? (_isOutOfTime ? $"Time ran out before {model} had written a patch." : $"{model} wrote no patch.");
    }
}
