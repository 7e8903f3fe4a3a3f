using SelfHealing.Incidents;
using SelfHealing.Repair.Admission;
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

    [Fact]
    public async Task A_database_of_the_first_version_gets_the_queues_columns_from_its_events()
    {
        var token = TestContext.Current.CancellationToken;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "selfheal-1.db"), _folder.Data.Database);

        using var database = new SqliteDatabase(_folder.Data.Database);
        await using var journal = new SqliteEventJournal(database, TimeProvider.System);
        var index = new SqliteIncidentIndex(database);

        var submitted = (await journal.ReadAsync("inc-open", 0, token).ToListAsync(token))[0];
        var expected = IncidentEntries.Of("inc-open", submitted.Event.ShouldBeOfType<Submitted>().Report, submitted.At, isAdmitted: true);
        expected.Tenant.ShouldBe("shop");
        (await index.ReadOpenAsync(token).ToListAsync(token)).ShouldBe([expected]);
        (await index.WhichAreOverAsync(["inc-open", "inc-closed"], token)).ShouldBe(["inc-closed"]);

        await journal.AppendAsync("inc-closed", 21, [new Resumed(TimeSpan.FromMinutes(1))], token);
        var resumed = (await index.ReadOpenAsync(token).ToListAsync(token)).Single(entry => entry.Incident == "inc-closed");
        (resumed.Repository, resumed.IsAdmitted).ShouldBe((RepositoryKey.Of("/home/ann/app"), true));
    }
}
