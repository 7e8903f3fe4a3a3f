using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Providers;
using Orleans.Storage;
using SelfHealing.Storage;
using SelfHealing.Storage.Postgres;

namespace Orleans.Hosting;

/// <summary>Keeps a cluster's journal, artifacts, grain state, reminders and membership in a PostgreSQL database.</summary>
/// <remarks>
/// The tables are made at start, by whichever process comes first. A process holds at most 20 connections. A start with a database that cannot
/// be used fails with a <see cref="StorageException"/>, which says what to do and holds no secret.
/// </remarks>
public static class PostgresStorageExtensions
{
    private const string Invariant = "Npgsql";

    // The provider under the one that grains see; rows are found without its name.
    private const string Stored = "selfheal-postgres";

    /// <summary>Adds the journal, its index and the artifacts alone, for a process without a silo.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">Npgsql's connection string of an existing database whose owner the role is.</param>
    /// <exception cref="StorageException">It is not a connection string of PostgreSQL.</exception>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddDatabase(connectionString);
        services.AddSingleton<PostgresEventJournal>();
        services.AddSingleton<IEventJournal>(provider => provider.GetRequiredService<PostgresEventJournal>());
        services.AddSingleton<IJournalRetention>(provider => provider.GetRequiredService<PostgresEventJournal>());
        services.AddSingleton<IIncidentIndex, PostgresIncidentIndex>();
        services.AddSingleton<PostgresArtifacts>();
        services.AddSingleton<IArtifacts>(provider => provider.GetRequiredService<PostgresArtifacts>());
        services.AddSingleton<IArtifactRemoval>(provider => provider.GetRequiredService<PostgresArtifacts>());
        services.AddSingleton<IArtifactRetention>(provider => provider.GetRequiredService<PostgresArtifacts>());
        return services;
    }

    /// <summary>Adds the journal, its index, the artifacts, the default grain storage, the reminders and the membership of the cluster.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connectionString">Npgsql's connection string of an existing database whose owner the role is.</param>
    /// <exception cref="StorageException">It is not a connection string of PostgreSQL.</exception>
    /// <remarks>Every grain class needs a state name of its own, and every key a prefix that is not hexadecimal: the provider's row key holds neither.</remarks>
    public static ISiloBuilder AddPostgresStorage(this ISiloBuilder silo, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddPostgresStorage(connectionString);
        silo.UseAdoNetClustering(options => options.Configure<PostgresDatabase>((clustering, database) =>
        {
            clustering.Invariant = Invariant;
            clustering.DataSource = database.Membership;
        }));
        silo.AddAdoNetGrainStorage(Stored, options => options.Configure<PostgresDatabase>((storage, database) =>
        {
            storage.Invariant = Invariant;
            storage.DataSource = database.Readers;
            storage.GrainStorageSerializer = new GrainStateJson();
            storage.DeleteStateOnClear = true;
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (provider, _) => new PatientGrainStorage(provider.GetRequiredKeyedService<IGrainStorage>(Stored), provider.GetRequiredService<PostgresDatabase>()));
        silo.Services.AddSingleton(provider => provider.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        silo.UseAdoNetReminderService(options => options.Configure<PostgresDatabase>((reminders, database) =>
        {
            reminders.Invariant = Invariant;
            reminders.DataSource = database.Readers;
        }));
        return silo;
    }

    /// <summary>Lets a client find the gateways of the cluster whose membership is in the database.</summary>
    /// <param name="client">The client.</param>
    /// <param name="connectionString">Npgsql's connection string of the silos' database.</param>
    /// <exception cref="StorageException">It is not a connection string of PostgreSQL.</exception>
    public static IClientBuilder UsePostgresClustering(this IClientBuilder client, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.Services.AddDatabase(connectionString);
        return client.UseAdoNetClustering(options => options.Configure<PostgresDatabase>((clustering, database) =>
        {
            clustering.Invariant = Invariant;
            clustering.DataSource = database.Membership;
        }));
    }

    private static void AddDatabase(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        var address = new PostgresAddress(connectionString);
        services.TryAddSingleton(provider => new PostgresDatabase(
            address, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>()));

        // Before the silo or the client, which read their queries as they start.
        services.AddHostedService<PostgresReadiness>();
    }
}
