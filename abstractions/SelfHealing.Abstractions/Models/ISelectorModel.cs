using SelfHealing.Agents;

namespace SelfHealing.Models;

/// <summary>A model that can choose between candidates which behave differently.</summary>
public interface ISelectorModel
{
    /// <summary>The configured name of the model.</summary>
    string Name { get; }

    /// <summary>The id of the candidate that it holds for right, or null when it cannot tell.</summary>
    /// <exception cref="ModelException">Nothing usable came; the selector abstains.</exception>
    Task<string?> SelectAsync(SelectionTask task, CancellationToken cancellationToken);
}
