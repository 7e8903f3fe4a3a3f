using System.Globalization;
using Npgsql;

namespace SelfHealing.Silo.Databases;

/// <summary>A connection of a process of the cluster, as the database sees it.</summary>
/// <param name="Backend">The server's process for it.</param>
/// <param name="Application">Who connected.</param>
public sealed record DatabaseSession(int Backend, string Application);

/// <summary>The connections of the cluster's processes: for chaos, which ends some of them.</summary>
/// <param name="connectionString">The database.</param>
public sealed class DatabaseSessions(string connectionString)
{
    /// <summary>How the connections of <c>selfheal up</c> call themselves.</summary>
    public const string ApplicationPrefix = "selfheal-";

    // Its own connection is found by no other name, and lives for one question.
    private readonly string _connection = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "chaos", Pooling = false, Timeout = 5, CommandTimeout = 5 }.ConnectionString;

    /// <summary>Those that are open now.</summary>
    public async Task<IReadOnlyList<DatabaseSession>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT pid, application_name FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND application_name LIKE $1", connection);
        command.Parameters.AddWithValue(ApplicationPrefix + "%");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<DatabaseSession>();
        while (await rows.ReadAsync(cancellationToken))
        {
            sessions.Add(new DatabaseSession(rows.GetInt32(0), rows.GetString(1)));
        }

        return sessions;
    }

    /// <summary>Ends a connection from the server's side.</summary>
    /// <returns>False when it had ended already.</returns>
    public async Task<bool> EndAsync(int backend, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({backend})"), connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
