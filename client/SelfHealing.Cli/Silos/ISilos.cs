using SelfHealing.Client;

namespace SelfHealing.Cli.Silos;

/// <summary>Finds the silo that serves a data folder, or starts one in this process.</summary>
internal interface ISilos
{
    /// <summary>A way to the incidents of a place: over the server that it names or the silo that holds the data folder, else over one hosted here.</summary>
    /// <param name="place">The data folder's path, or a server's address.</param>
    /// <param name="settingsFolder">The data folder whose settings are used: a benchmark has a folder of its own, and the user's settings.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ISiloSession> OpenAsync(string place, string settingsFolder, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>The same, with the settings of the data folder itself.</summary>
    Task<ISiloSession> OpenAsync(string place, IProgress<string> progress, CancellationToken cancellationToken) =>
        OpenAsync(place, place, progress, cancellationToken);
}

/// <summary>An open way to the incidents. Disposing closes it, and stops a silo that was hosted here.</summary>
internal interface ISiloSession : IAsyncDisposable
{
    /// <summary>The client.</summary>
    ISelfHealingClient Client { get; }

    /// <summary>The services of the silo when it is hosted here; null when it lives in another process.</summary>
    IServiceProvider? Services { get; }

    /// <summary>True when another process of this machine may go on with the incidents after the one that is spoken to has gone.</summary>
    bool MayBeTakenOver { get; }

    /// <summary>Cancelled when the process that hosts the silo has gone.</summary>
    CancellationToken Lost { get; }
}
