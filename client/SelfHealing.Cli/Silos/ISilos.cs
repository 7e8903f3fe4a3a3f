using SelfHealing.Client;

namespace SelfHealing.Cli.Silos;

/// <summary>Finds the silo that serves a data folder, or starts one in this process.</summary>
internal interface ISilos
{
    /// <summary>A way to the incidents of a data folder: over the silo that holds it, else over one hosted here.</summary>
    /// <param name="dataFolder">The data folder's path.</param>
    /// <param name="settingsFolder">The data folder whose settings are used: a benchmark has a folder of its own, and the user's settings.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ISiloSession> OpenAsync(string dataFolder, string settingsFolder, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>The same, with the settings of the data folder itself.</summary>
    Task<ISiloSession> OpenAsync(string dataFolder, IProgress<string> progress, CancellationToken cancellationToken) =>
        OpenAsync(dataFolder, dataFolder, progress, cancellationToken);
}

/// <summary>An open way to the incidents. Disposing closes it, and stops a silo that was hosted here.</summary>
internal interface ISiloSession : IAsyncDisposable
{
    /// <summary>The client.</summary>
    ISelfHealingClient Client { get; }

    /// <summary>The services of the silo when it is hosted here; null when it lives in another process.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Cancelled when the process that hosts the silo has gone.</summary>
    CancellationToken Lost { get; }
}
