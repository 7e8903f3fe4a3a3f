using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Opening_a_database_twice_changes_nothing_and_uses_a_write_ahead_log_with_full_durability()
    {
        using var first = new SqliteDatabase(_folder.Data.Database);
        using var second = new SqliteDatabase(_folder.Data.Database);
        using var connection = second.Open();
        connection.Ask("PRAGMA journal_mode").ShouldBe("wal");
        connection.Ask("PRAGMA synchronous").ShouldBe(2L);
        connection.Ask("SELECT Version FROM SchemaVersion").ShouldBe((long)SqliteSchema.Current);
        connection.Ask("SELECT count(*) FROM OrleansQuery").ShouldBe(11L);
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_with_a_sentence()
    {
        using (var database = new SqliteDatabase(_folder.Data.Database))
        using (var connection = database.Open())
        {
            connection.Run("UPDATE SchemaVersion SET Version = 1000");
        }

        var refusal = Should.Throw<InvalidOperationException>(() => new SqliteDatabase(_folder.Data.Database));
        refusal.Message.ShouldContain("schema version 1000");
        refusal.Message.ShouldContain("name another data folder");
    }
}
