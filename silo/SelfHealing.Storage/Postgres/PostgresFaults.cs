using System.Net.Sockets;
using Npgsql;
using Polly;
using Polly.Retry;

namespace SelfHealing.Storage.Postgres;

/// <summary>What can go wrong with a database: what passes by itself, and what to say of the rest.</summary>
internal static class PostgresFaults
{
    /// <summary>True for what a retry may mend: a server that restarts, starts or fails over, a broken connection, a deadlock.</summary>
    public static bool IsPassing(Exception fault) => fault is NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.CrashShutdown };

    /// <summary>Repeats what fails by a fault that passes, for about <paramref name="longest"/>.</summary>
    /// <remarks>What is repeated may have happened already: only for reads, and for writes that look first.</remarks>
    public static ResiliencePipeline Patience(TimeProvider time, TimeSpan longest)
    {
        var pause = TimeSpan.FromSeconds(1);
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
                Delay = TimeSpan.FromMilliseconds(50),
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = pause,
                MaxRetryAttempts = 5 + (int)(longest / pause),
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>What to tell a person whose database cannot be used.</summary>
    public static StorageException Explain(Exception fault, PostgresAddress address) => new(
        fault switch
        {
            StorageException told => told.Message,
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                $"PostgreSQL refused the role {address.Role} for the database {address.Name}. Correct Username and Password in ConnectionStrings:selfheal, or what pg_hba.conf of the server allows.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"There is no database {address.Name}. Create it (createdb --owner={address.User} {address.Database}), or name another one in ConnectionStrings:selfheal.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                $"The role {address.Role} may not make its tables in the database {address.Name}. Let it own the database (ALTER DATABASE {address.Database} OWNER TO {address.User}), or name one that it owns in ConnectionStrings:selfheal.",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
                $"The disk of the database {address.Name} is full. Free some of it.",
            PostgresException refusal => $"The database {address.Name} refused: {refusal.MessageText} ({refusal.SqlState}). Look into the server's log.",
            NpgsqlException { InnerException: SocketException or TimeoutException } or TimeoutException =>
                $"No PostgreSQL answers for the database {address.Name}. Start it, or correct Host and Port in ConnectionStrings:selfheal.",
            NpgsqlException { IsTransient: true } =>
                $"The connection to the database {address.Name} broke. See that PostgreSQL runs there and that the network holds, or correct Host and Port in ConnectionStrings:selfheal.",
            _ => $"What answers for the database {address.Name} does not speak the protocol of PostgreSQL. Correct Host and Port in ConnectionStrings:selfheal.",
        },
        fault);
}
