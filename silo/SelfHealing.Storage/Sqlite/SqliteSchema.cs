using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SelfHealing.Incidents;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Brings a database file to this version's tables and queries.</summary>
internal static class SqliteSchema
{
    private static readonly SchemaSteps Steps = SchemaSteps.In("Sqlite/Schema");

    /// <summary>The version that this program writes.</summary>
    public static int Current => Steps.Current;

    /// <summary>Applies what is missing, in one transaction. Doing it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The file belongs to a newer version.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run("CREATE TABLE IF NOT EXISTS SchemaVersion (Version INTEGER NOT NULL)");
        var stored = Convert.ToInt32(connection.Ask("SELECT ifnull(max(Version), 0) FROM SchemaVersion"), CultureInfo.InvariantCulture);
        if (stored > Current)
        {
            throw new InvalidOperationException(
                $"The database {path} has schema version {stored}, and this program knows versions up to {Current}. Start the newer program that wrote it, or name another data folder.");
        }

        connection.CreateFunction<string, string>("incident_row", RowOf, isDeterministic: true);
        foreach (var text in Steps.After(stored))
        {
            connection.Run(text);
        }

        connection.Run("DELETE FROM SchemaVersion");
        connection.Run("INSERT INTO SchemaVersion (Version) VALUES ($version)", ("$version", Current));
        connection.Run("DELETE FROM OrleansQuery");
        foreach (var (key, text) in SqlTexts.In("Sqlite/OrleansQueries"))
        {
            connection.Run("INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($key, $text)", ("$key", key), ("$text", text));
        }

        transaction.Commit();
    }

    private static string RowOf(string first) => JsonSerializer.Serialize(
        IncidentRow.Of("", RowChange.Of([JsonSerializer.Deserialize<RepairEvent>(first, StoredJson.Options)!]), default), StoredJson.Options);
}
