using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Storage;
using SelfHealing.Storage.Sqlite;

namespace Orleans.Hosting;

/// <summary>Keeps a silo's journal, artifacts, grain state and reminders in a data folder.</summary>
public static class SqliteStorageExtensions
{
    // The providers' name for SQLite; the driver that they load by it is Microsoft.Data.Sqlite.
    private const string Invariant = "System.Data.SQLite";

    /// <summary>Adds the journal and the artifacts alone, for a process that reads a data folder without a silo.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(folder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton(_ => new SqliteDatabase(folder.Database));
        services.AddSingleton<SqliteEventJournal>();
        services.AddSingleton<IEventJournal>(provider => provider.GetRequiredService<SqliteEventJournal>());
        services.AddSingleton<IJournalRetention>(provider => provider.GetRequiredService<SqliteEventJournal>());
        services.AddSingleton<IIncidentIndex, SqliteIncidentIndex>();
        services.AddSingleton(_ => new FileArtifacts(folder.Artifacts));
        services.AddSingleton<IArtifacts>(provider => provider.GetRequiredService<FileArtifacts>());
        services.AddSingleton<IArtifactRemoval>(provider => provider.GetRequiredService<FileArtifacts>());
        services.AddSingleton<IArtifactRetention>(provider => provider.GetRequiredService<FileArtifacts>());
        return services;
    }

    /// <summary>Adds the journal, the artifacts, the default grain storage and the reminders.</summary>
    /// <remarks>Every grain class needs a state name of its own, and every key a prefix that is not hexadecimal: the provider's row key holds neither.</remarks>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder silo, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSqliteStorage(folder);
        silo.AddAdoNetGrainStorageAsDefault(options => options.Configure<SqliteDatabase>((storage, database) =>
        {
            storage.Invariant = Invariant;
            storage.DataSource = database.CreateGatedSource();
            storage.GrainStorageSerializer = new GrainStateJson();
            storage.DeleteStateOnClear = true;
        }));
        silo.UseAdoNetReminderService(options => options.Configure<SqliteDatabase>((reminders, database) =>
        {
            reminders.Invariant = Invariant;
            reminders.DataSource = database.CreateGatedSource();
        }));
        return silo;
    }
}
