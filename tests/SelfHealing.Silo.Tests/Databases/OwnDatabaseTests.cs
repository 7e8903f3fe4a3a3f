using System.Globalization;
using System.Runtime.Versioning;
using Npgsql;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Tests.Databases;

public sealed class OwnDatabaseTests : IDisposable
{
    private const string Secret = "hunter2-very-secret";
    private readonly string _root = Directory.CreateTempSubdirectory("selfheal-database-").FullName;
    private readonly List<string> _told = [];
    private readonly DockerEngine _engine = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_data_folder_gets_a_server_of_its_own_that_flushes_commits_and_is_reached_from_this_machine_only()
    {
        await using var database = await ProvisionAsync();

        database.Description.ShouldStartWith("PostgreSQL ");
        database.Description.ShouldEndWith("started for this data folder");
        DatabaseAddress.IsLoopback(database.ConnectionString).ShouldBeTrue();
        (await ScalarAsync(database, "SHOW listen_addresses")).ShouldBe("127.0.0.1");
        (await ScalarAsync(database, "SHOW fsync")).ShouldBe("on");
        (await ScalarAsync(database, "SHOW synchronous_commit")).ShouldBe("on");
        (await ScalarAsync(database, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user")).ShouldBe("false");
        await ScalarAsync(database, "CREATE TABLE mine (id integer)");
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Its_passwords_are_in_a_file_of_the_owner_alone_and_another_password_is_refused()
    {
        await using var database = await ProvisionAsync();

        File.GetUnixFileMode(Path.Combine(_root, "postgres", "settings.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (File.GetUnixFileMode(_root) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead)).ShouldBe(UnixFileMode.None);
        var guessed = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "postgres" };
        var refused = await Should.ThrowAsync<DatabaseException>(() => ProvisionAsync(guessed.ConnectionString));
        refused.Message.ShouldContain("refuses us");
    }

    [Fact]
    public async Task A_server_that_a_killed_process_left_running_is_found_and_used_again()
    {
        var left = await ProvisionAsync();
        await ScalarAsync(left, "CREATE TABLE kept AS SELECT 42 AS answer");

        await using var found = await ProvisionAsync();

        found.Description.ShouldEndWith("which still ran for this data folder");
        found.ConnectionString.ShouldBe(left.ConnectionString);
        (await ScalarAsync(found, "SELECT answer::text FROM kept")).ShouldBe("42");
    }

    [Fact]
    public async Task A_stopped_server_comes_back_on_its_port_with_its_data_and_so_does_one_that_crashed()
    {
        var first = await ProvisionAsync();
        await ScalarAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        await first.DisposeAsync();
        await Should.ThrowAsync<DatabaseException>(() => ProvisionAsync(first.ConnectionString));

        await using var second = await ProvisionAsync();
        await ScalarAsync(second, "UPDATE kept SET answer = 43");
        await second.Server!.CrashAndRestartAsync(Stop);

        second.ConnectionString.ShouldBe(first.ConnectionString);
        (await ScalarAsync(second, "SELECT answer::text FROM kept")).ShouldBe("43");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=" + Secret, "127.0.0.1:1/d does not answer")]
    [InlineData("Host=127.0.0.1;Port=many;Password=" + Secret, "cannot be read")]
    [InlineData("Hots=127.0.0.1;Password=" + Secret, "cannot be read")]
    [InlineData("Password=" + Secret, "cannot be read")]
    [InlineData("postgres://u:" + Secret + "@h/d", "cannot be read")]
    public async Task A_connection_string_that_is_wrong_is_told_in_a_sentence_without_its_password(string given, string sentence)
    {
        var failure = await Should.ThrowAsync<DatabaseException>(() => ProvisionAsync(given));

        failure.Message.ShouldContain(sentence);
        failure.Message.ShouldNotContain(Secret);
        string.Join('\n', _told).ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("Host=127.0.0.1", true)]
    [InlineData("Host=localhost", true)]
    [InlineData("Host=::1", true)]
    [InlineData("Host=/var/run/postgresql", true)]
    [InlineData("Host=127.0.0.1:5433,localhost", true)]
    [InlineData("Host=db.example.org", false)]
    [InlineData("Host=127.0.0.1,10.0.0.7", false)]
    [InlineData("Host=localhost.example.org", false)]
    [InlineData("Host=127.0.0.1.example.org", false)]
    [InlineData("Host=10.0.0.7", false)]
    public void Only_addresses_of_this_machine_alone_are_loopback(string connection, bool isLoopback) =>
        DatabaseAddress.IsLoopback(connection).ShouldBe(isLoopback);

    private Task<ProvisionedDatabase> ProvisionAsync(string? given = null) =>
        new DatabaseProvision(DataFolder.Open(_root), _engine).ProvisionAsync(given, new Told(_told), Stop);

    private static async Task<string?> ScalarAsync(ProvisionedDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(Stop), CultureInfo.InvariantCulture);
    }

    private sealed class Told(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
