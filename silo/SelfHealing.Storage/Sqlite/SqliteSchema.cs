using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Brings a database file to this version's tables and queries.</summary>
internal static class SqliteSchema
{
    private static readonly IReadOnlyList<(int Version, string Text)> Steps =
        [.. SqlTexts.In("Schema").Select(file => (int.Parse(file.Name, CultureInfo.InvariantCulture), file.Text)).OrderBy(step => step.Item1)];

    /// <summary>The version that this program writes.</summary>
    public static int Current => Steps[^1].Version;

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

        foreach (var (_, text) in Steps.Where(step => step.Version > stored))
        {
            connection.Run(text);
        }

        connection.Run("DELETE FROM SchemaVersion");
        connection.Run("INSERT INTO SchemaVersion (Version) VALUES ($version)", ("$version", Current));
        connection.Run("DELETE FROM OrleansQuery");
        foreach (var (key, text) in SqlTexts.In("OrleansQueries"))
        {
            connection.Run("INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($key, $text)", ("$key", key), ("$text", text));
        }

        transaction.Commit();
    }
}
