using System.Runtime.CompilerServices;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.BuiltIn;

/// <summary>A plausible candidate and its place in the ranking.</summary>
internal sealed record Found(int Rank, RankedEdit Edit);

/// <summary>The running count of one search, and when it has seen enough.</summary>
/// <remarks>
/// After the first plausible candidate at rank r the search goes on for max(300, 2r) more: right fixes seldom lie further behind, and the
/// vote needs rivals to compare.
/// </remarks>
internal sealed class Search(IEngine engine, SearchScope scope, IProgress<SearchProgress> progress, TimeProvider time)
{
    private const int Kept = 6;
    private const int KeptPartial = 50;
    private const int LeastFurther = 300;

    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, RankedEdit> _running = [];
    private readonly List<Found> _best = [];
    private readonly List<int> _partial = [];
    private long _told = time.GetTimestamp();
    private int _last = int.MaxValue;
    private int _seen;

    public int Generated { get; private set; }

    public int Tested { get; private set; }

    public int Plausible { get; private set; }

    public bool IsDone => _seen >= Math.Min(_last, scope.MaxCandidates);

    /// <summary>True when the deadline ended the search.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>The best plausible candidates, by rank.</summary>
    public IReadOnlyList<Found> Best => _best;

    /// <summary>Edits that fixed some failing test and broke none.</summary>
    public IReadOnlyList<int> Partial => _partial;

    /// <summary>Numbers the proposals as trials; the number is the rank.</summary>
    public async IAsyncEnumerable<Trial> Trials(IEnumerable<RankedEdit> proposals, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var edit in proposals.Take(scope.MaxCandidates))
        {
            // Ranking is work without awaits: let the reader of the verdicts have its turn.
            if (Generated % 64 == 0)
            {
                await Task.Yield();
            }

            cancellationToken.ThrowIfCancellationRequested();
            lock (_running)
            {
                if (Generated >= _last)
                {
                    yield break;
                }

                Generated++;
                _running[Generated] = edit;
            }

            yield return new Trial(Generated, edit.Patch);
        }
    }

    /// <summary>Counts one verdict.</summary>
    public void Note(CandidateVerdict verdict)
    {
        RankedEdit? edit;
        lock (_running)
        {
            if (!_running.Remove(verdict.Number, out edit))
            {
                throw new InvalidOperationException($"The toolchain gave a verdict on trial {verdict.Number} of {engine.Name}, which does not run.");
            }
        }

        _seen = Math.Max(_seen, verdict.Number);
        Tested += verdict.Verdict == TrialVerdict.Invalid ? 0 : 1;
        if (verdict.Verdict == TrialVerdict.Plausible)
        {
            Keep(new Found(verdict.Number, edit));
        }
        else if (verdict is { Fixed: > 0, Broken: 0 } && edit.Atoms.Count == 1 && _partial.Count < KeptPartial)
        {
            _partial.Add(edit.Atoms[0].Id);
        }

        if (time.GetElapsedTime(_told) >= s_every)
        {
            Tell();
        }
    }

    /// <summary>Remembers that the deadline ended the search.</summary>
    public void RanOutOfTime() => IsOutOfTime = true;

    /// <summary>Tells the watcher how far the search is.</summary>
    public void Tell()
    {
        _told = time.GetTimestamp();
        progress.Report(new SearchProgress(Tested, null, Plausible));
    }

    /// <summary>Why a search that tested something has nothing to propose, in words.</summary>
    public string Failure() => IsOutOfTime && Tested == 0
        ? "Time ran out before the first candidate was tested."
        : IsOutOfTime
        ? $"Time ran out after {Tested} candidates, and none of them passed the tests."
        : $"None of its {Tested} candidates passed the tests.";

    private void Keep(Found found)
    {
        Plausible++;
        if (Plausible == 1)
        {
            lock (_running)
            {
                _last = found.Rank + Math.Max(LeastFurther, 2 * found.Rank);
            }
        }

        if (_best.Count < Kept && _best.TrueForAll(b => b.Edit.NormalForm != found.Edit.NormalForm))
        {
            _best.Add(found);
        }
    }
}
