using System.Text.Json;
using Npgsql;
using Orleans.Storage;

namespace SelfHealing.Storage.Postgres;

/// <summary>The grain storage over a restart of the server: no grain fails because the database was away for some seconds.</summary>
internal sealed class PatientGrainStorage(IGrainStorage storage, PostgresDatabase database) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Nothing: the storage beneath takes part itself. Orleans asks it of a default storage that its own settings name as well.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        PersistAsync(() => storage.ReadStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var isUnsure = false;
        return PersistAsync(async () =>
        {
            try
            {
                await storage.WriteStateAsync(stateName, grainId, grainState);
            }
            catch (InconsistentStateException) when (isUnsure)
            {
                // The write whose answer was lost may be the one that is in the way.
                var stored = new GrainState<T>();
                await storage.ReadStateAsync(stateName, grainId, stored);
                if (!stored.RecordExists || Json(stored.State) != Json(grainState.State))
                {
                    throw;
                }

                (grainState.ETag, grainState.RecordExists) = (stored.ETag, true);
            }
            catch (NpgsqlException)
            {
                isUnsure = true;
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        PersistAsync(() => storage.ClearStateAsync(stateName, grainId, grainState));

    private static string Json<T>(T state) => JsonSerializer.Serialize(state, StoredJson.Options);

    private async Task PersistAsync(Func<Task> work) => await database.Patience.ExecuteAsync(async _ => await work(), CancellationToken.None);
}
