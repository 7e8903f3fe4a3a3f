using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Storage;

namespace SelfHealing.Cli;

/// <summary>All that a command meets outside of itself.</summary>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Time">The clock.</param>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
/// <param name="Silos">Finds or hosts silos.</param>
/// <param name="OpenJournal">Opens the journal of a place: that of a data folder without a silo (null when the folder has none), or what a server tells of its own.</param>
/// <param name="OpenArtifacts">Opens the artifacts of a data folder without a silo; the folder is made if it is not there.</param>
/// <param name="Interruption">Ctrl+C.</param>
internal sealed record Surroundings(
    Terminal Terminal,
    TimeProvider Time,
    Func<string, string?> Variable,
    ISilos Silos,
    Func<string, CancellationToken, Task<IEventJournal?>> OpenJournal,
    Func<string, IArtifacts> OpenArtifacts,
    Interruption Interruption)
{
    /// <summary>The data folder that is used when none is named.</summary>
    public string DefaultDataFolder =>
        Set("SELFHEAL_DATA") is { } named ? Path.GetFullPath(named)
        : Set("XDG_DATA_HOME") is { } xdg && Path.IsPathRooted(xdg) ? Path.Combine(xdg, "selfheal")
        : Path.Combine(Set("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "selfheal");

    /// <summary>The place that is used when none is named: a server, else the data folder.</summary>
    public string DefaultPlace => Set("SELFHEAL_SERVER") ?? DefaultDataFolder;

    /// <summary>The commands to suggest, for a place.</summary>
    public CommandHints HintsFor(string place) => new(
        Set("SELFHEAL_COMMAND") ?? "selfheal",
        string.Equals(place, DefaultPlace, StringComparison.Ordinal) ? null : place);

    private string? Set(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;
}
