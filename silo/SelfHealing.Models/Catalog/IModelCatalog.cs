namespace SelfHealing.Models.Catalog;

/// <summary>Every model that may be used here, for people who look.</summary>
public interface IModelCatalog
{
    /// <summary>The engines that need no language model.</summary>
    IReadOnlyList<BuiltInEntry> BuiltIn { get; }

    /// <summary>The configured chat models, in the order of their names.</summary>
    IReadOnlyList<ChatEntry> Chat { get; }

    /// <summary>Makes one small real call of a chat model, without retries. It may cost a fraction of a cent.</summary>
    /// <param name="name">The configured name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">No chat model has that name.</exception>
    Task<ModelCheck> CheckAsync(string name, CancellationToken cancellationToken);
}
