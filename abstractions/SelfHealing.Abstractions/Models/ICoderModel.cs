using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models;

/// <summary>A model that can write patches: one voter of the ensemble.</summary>
public interface ICoderModel
{
    /// <summary>The voter's name in <c>--models</c>.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Description { get; }

    /// <summary>Searches one round. A model that has nothing to propose abstains in its report and never throws for that.</summary>
    /// <param name="task">What to repair, and the budget.</param>
    /// <param name="progress">Told how far the search is.</param>
    /// <param name="cancellationToken">Stops the search and its container.</param>
    Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken);
}

/// <summary>How far a search is.</summary>
/// <param name="Tested">Candidates tested.</param>
/// <param name="Total">Candidates to test at most, or null when unknown.</param>
/// <param name="Plausible">Plausible ones among them.</param>
public sealed record SearchProgress(int Tested, int? Total, int Plausible);
