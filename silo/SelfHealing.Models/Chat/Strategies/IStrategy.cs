namespace SelfHealing.Models.Chat.Strategies;

/// <summary>A way in which a chat model works as a coder.</summary>
internal interface IStrategy
{
    /// <summary>Its name in <see cref="ModelOptions.Strategies"/>.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Description { get; }

    /// <summary>Searches one round and notes what it finds as soon as it is found: being stopped loses nothing.</summary>
    /// <param name="run">The round.</param>
    /// <param name="cancellationToken">Ends at the task's deadline.</param>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    Task RunAsync(StrategyRun run, CancellationToken cancellationToken);
}
