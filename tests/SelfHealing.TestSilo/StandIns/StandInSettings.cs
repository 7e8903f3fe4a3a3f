using System.Globalization;
using SelfHealing.TestSilo.Kills;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>What the stand-ins do, from the environment: a silo of a benchmark or of a kill test is a process of its own.</summary>
internal sealed record StandInSettings
{
    /// <summary>Milliseconds that every run in the stand-in's sandbox takes, without using a processor.</summary>
    public const string LatencyVariable = "SELFHEAL_STANDIN_LATENCY_MS";

    /// <summary>Connection string of the database that counts side effects; none are counted without it.</summary>
    public const string EffectsVariable = "SELFHEAL_STANDIN_EFFECTS";

    /// <summary><c>true</c> for real clones, branches and pull requests instead of stand-ins.</summary>
    public const string GitVariable = "SELFHEAL_STANDIN_GIT";

    /// <summary>Image in which the reproduction of every incident runs as a real container; none runs without it.</summary>
    public const string ContainerVariable = "SELFHEAL_STANDIN_CONTAINER";

    /// <summary>File with orders to die (see <see cref="KillOrders"/>); without it no silo kills itself.</summary>
    public const string KillVariable = "SELFHEAL_KILL_FILE";

    public TimeSpan Latency { get; init; } = TimeSpan.Zero;

    public string? Effects { get; init; }

    public bool HasGit { get; init; }

    public string? ContainerImage { get; init; }

    public string? KillFile { get; init; }

    public static StandInSettings FromEnvironment() => new()
    {
        Latency = TimeSpan.FromMilliseconds(int.TryParse(Environment.GetEnvironmentVariable(LatencyVariable), out var milliseconds) ? milliseconds : 0),
        Effects = Environment.GetEnvironmentVariable(EffectsVariable),
        HasGit = Environment.GetEnvironmentVariable(GitVariable) == "true",
        ContainerImage = Environment.GetEnvironmentVariable(ContainerVariable),
        KillFile = Environment.GetEnvironmentVariable(KillVariable),
    };

    /// <summary>Tells a process of a silo.</summary>
    public void AddTo(IDictionary<string, string?> environment)
    {
        environment[LatencyVariable] = Latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        environment[EffectsVariable] = Effects;
        environment[GitVariable] = HasGit ? "true" : null;
        environment[ContainerVariable] = ContainerImage;
        environment[KillVariable] = KillFile;
    }

    /// <summary>Waits as long as a sandbox would take.</summary>
    public Task WorkAsync(CancellationToken cancellationToken) => Latency > TimeSpan.Zero ? Task.Delay(Latency, cancellationToken) : Task.CompletedTask;
}
