using Microsoft.Data.Sqlite;

namespace SelfHealing.Storage.Sqlite;

/// <summary>One database file: its connections, its tables, and the gate that its writers of this process pass one at a time.</summary>
/// <remarks>
/// SQLite has one writer a file. Waiting for it inside the driver blocks a thread, so writers of this process await <see cref="Gate"/> first;
/// only another process is waited for in the driver, at most <see cref="BusyMilliseconds"/>.
/// </remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private const int BusyMilliseconds = 15_000;

    private readonly string _connectionString;

    public SqliteDatabase(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadWriteCreate }.ToString();
        using var connection = Open();
        connection.Run("PRAGMA journal_mode = WAL");
        SqliteSchema.Apply(connection, Path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Held by whoever writes.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>A connection of the pool whose commits are on disk when they return.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Connections for the Orleans providers, opened one at a time behind <see cref="Gate"/>.</summary>
    public GatedDataSource CreateGatedSource() => new(_connectionString, Gate);

    /// <summary>What every connection needs, pooled or not: a wait in SQLite's own fine steps, and an fsync at every commit.</summary>
    public static void Prepare(SqliteConnection connection) =>
        connection.Run($"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA synchronous = FULL");

    /// <inheritdoc/>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        Gate.Dispose();
    }
}
