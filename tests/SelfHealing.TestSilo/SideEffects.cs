using Npgsql;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.TestSilo;

/// <summary>Counts side effects outside the system's own tables, so that what happened twice can be seen.</summary>
internal sealed class SideEffects : IAsyncDisposable
{
    /// <summary>The table; whoever starts the silos makes it.</summary>
    public const string Table = "CREATE TABLE IF NOT EXISTS effects (incident text NOT NULL, step text NOT NULL, kind text NOT NULL, silo integer NOT NULL, at timestamptz NOT NULL DEFAULT now())";

    private readonly NpgsqlDataSource? _database;

    public SideEffects(StandInSettings settings) => _database = settings.Effects is { } connection ? NpgsqlDataSource.Create(connection) : null;

    /// <summary>Records that something was done. Work that a kill interrupted is done again, so it may be there several times.</summary>
    public Task RecordAsync(string incident, string step, string kind, CancellationToken cancellationToken) =>
        RunAsync("INSERT INTO effects (incident, step, kind, silo) VALUES ($1, $2, $3, $4)", incident, step, kind, cancellationToken);

    /// <summary>Does what must happen once as every adapter does it: it looks first, and nothing but the caller's order keeps two from doing it.</summary>
    public async Task MakeOnceAsync(string incident, string step, string kind, CancellationToken cancellationToken)
    {
        if (_database is null)
        {
            return;
        }

        await using var look = _database.CreateCommand("SELECT count(*) FROM effects WHERE incident = $1 AND step = $2 AND kind = $3");
        look.Parameters.AddWithValue(incident);
        look.Parameters.AddWithValue(step);
        look.Parameters.AddWithValue(kind);
        if (await look.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            await RecordAsync(incident, step, kind, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task RunAsync(string sql, string incident, string step, string kind, CancellationToken cancellationToken)
    {
        if (_database is null)
        {
            return;
        }

        await using var command = _database.CreateCommand(sql);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(step);
        command.Parameters.AddWithValue(kind);
        command.Parameters.AddWithValue(Environment.ProcessId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
