using Microsoft.Extensions.Logging.Abstractions;
using SelfHealing.Storage.Postgres;
using SelfHealing.TestDatabase;

namespace SelfHealing.Storage.Tests.Postgres;

/// <summary>Databases of the tests' own server.</summary>
internal static class PostgresTestDatabase
{
    /// <summary>A fresh one.</summary>
    public static async Task<string> CreateAsync() => await (await PostgresServer.Shared).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>Opens one as a silo does.</summary>
    public static PostgresDatabase Open(string connectionString, TimeProvider? time = null) =>
        new(new PostgresAddress(connectionString), time ?? TimeProvider.System, NullLogger<PostgresDatabase>.Instance);

    /// <summary>Asks for one value.</summary>
    public static async Task<T> AskAsync<T>(this PostgresDatabase database, string sql) =>
        (await database.QueryAsync(sql, row => row.GetFieldValue<T>(0), TestContext.Current.CancellationToken))[0];
}
