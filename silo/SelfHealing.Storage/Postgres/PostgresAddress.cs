using Npgsql;

namespace SelfHealing.Storage.Postgres;

/// <summary>A checked connection string, and how its database is named to people: without the password.</summary>
internal sealed class PostgresAddress
{
    /// <summary>Most connections of one process, over all its pools.</summary>
    public const int MostConnections = 20;

    private const string DurableCommits = "-c synchronous_commit=on";

    // Every row is looked up by its key, in the order that was given: then no two writers wait for each other in a ring, and a plan is made
    // once a connection. Elsewhere the server may plan anew for the values of each call.
    private const string ByKeyAlone = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    private readonly NpgsqlConnectionStringBuilder _given;

    /// <exception cref="StorageException">It is not a connection string of PostgreSQL.</exception>
    public PostgresAddress(string connectionString)
    {
        _given = Parse(connectionString);
        _given.ApplicationName ??= "selfheal";
        _given.Database ??= _given.Username;
    }

    /// <summary>The database, for people.</summary>
    public string Name => $"\"{_given.Database}\" at {_given.Host}:{_given.Port}";

    /// <summary>The role, for people.</summary>
    public string Role => $"\"{_given.Username}\"";

    /// <summary>The database's name alone.</summary>
    public string Database => _given.Database!;

    /// <summary>The role's name alone.</summary>
    public string User => _given.Username!;

    /// <summary>Connections for what knows the keys of its rows: the journal's writers, and those who look incidents up.</summary>
    public NpgsqlDataSource CreateKeyed() => Create(4, ByKeyAlone);

    /// <summary>Connections for the cluster's membership, which must not wait for anything else.</summary>
    public NpgsqlDataSource CreateMembership() => Create(3);

    /// <summary>Connections for everything else.</summary>
    public NpgsqlDataSource CreateReaders() => Create(MostConnections - 7);

    private NpgsqlDataSource Create(int most, string settings = "") => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_given.ToString())
    {
        MinPoolSize = 0,
        MaxPoolSize = most,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,

        // At the start of a session, so that it holds against what a role or a database is set to.
        Options = $"{_given.Options} {DurableCommits} {settings}".Trim(),
    });

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var given = new NpgsqlConnectionStringBuilder(connectionString);
            if (!string.IsNullOrWhiteSpace(given.Host) && !string.IsNullOrWhiteSpace(given.Username))
            {
                return given;
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Its message may quote a part of the string, and so a secret: it is not told.
        }

        throw new StorageException(
            "The connection string is not one of PostgreSQL. Set ConnectionStrings:selfheal to one like 'Host=127.0.0.1;Port=5432;Database=selfheal;Username=selfheal;Password=…'.");
    }
}
