namespace SelfHealing.Cli.Silos;

/// <summary>Speaks to the silo that holds the data folder, and hosts one here when there is none.</summary>
internal sealed class EmbeddedSilos : ISilos
{
    public Task<ISiloSession> OpenAsync(string dataFolder, IProgress<string> progress, CancellationToken cancellationToken) =>
        throw new CliException("This build has no silo.");
}
