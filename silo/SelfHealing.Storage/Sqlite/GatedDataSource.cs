using System.Data.Common;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Hands out connections that wait for the gate before they open, so that no grain's thread waits inside the driver.</summary>
internal sealed class GatedDataSource(string connectionString, SemaphoreSlim gate) : DbDataSource
{
    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new GatedConnection(connectionString, gate);
}
