using System.Net;
using System.Net.Sockets;
using Npgsql;
using SelfHealing.Incidents;
using SelfHealing.Storage.Postgres;
using SelfHealing.TestDatabase;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    private const string Secret = "s3cret-word";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_that_start_at_once_on_an_empty_database_find_one_schema()
    {
        var connectionString = await PostgresTestDatabase.CreateAsync();
        var starters = Enumerable.Range(0, 8).Select(_ => PostgresTestDatabase.Open(connectionString)).ToList();
        await Task.WhenAll(starters.Select(starter => starter.ReadyAsync(Token)));
        await starters[0].ReadyAsync(Token);
        (await starters[0].AskAsync<int>("SELECT Version FROM SchemaVersion")).ShouldBe(PostgresSchema.Current);
        (await starters[0].AskAsync<long>("SELECT count(*) FROM OrleansQuery")).ShouldBe(21);
        foreach (var starter in starters)
        {
            await starter.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_the_first_version_wrote_is_read_and_goes_on()
    {
        var connectionString = await PostgresTestDatabase.CreateAsync();
        await using (var old = NpgsqlDataSource.Create(connectionString))
        {
            await RunAsync(old, SqlTexts.In("Postgres/Schema").Single(text => text.Name == "1").Text);
            await RunAsync(old, "CREATE TABLE SchemaVersion (Version integer NOT NULL); INSERT INTO SchemaVersion (Version) VALUES (1)");
            await RunAsync(old, "INSERT INTO Incidents VALUES ('inc-old', 'shop', 0, 'repo', 'like', true, false, NULL, now(), NULL)");
            await RunAsync(old, """INSERT INTO Journal SELECT 'inc-old', n, now(), '{"kind":"step-started","step":"step-' || n || '","attempt":1}' FROM generate_series(1, 2) AS n""");
        }

        await using var database = PostgresTestDatabase.Open(connectionString);
        await using var journal = new PostgresEventJournal(database, TimeProvider.System);
        await journal.AppendAsync("inc-old", 2, [new StepStarted("step-3", 1), new StepStarted("step-4", 1)], Token);

        (await journal.ReadAsync("inc-old", 0, Token).Select(r => (r.Sequence, ((StepStarted)r.Event).Step)).ToListAsync(Token))
            .ShouldBe([(1, "step-1"), (2, "step-2"), (3, "step-3"), (4, "step-4")]);

        static async Task RunAsync(NpgsqlDataSource source, string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_a_sentence()
    {
        var connectionString = await PostgresTestDatabase.CreateAsync();
        await using (var database = PostgresTestDatabase.Open(connectionString))
        {
            await database.QueryAsync("UPDATE SchemaVersion SET Version = 1000", _ => 0, Token);
        }

        var refusal = await RefusalOfAsync(connectionString);
        refusal.ShouldContain("schema version 1000");
        refusal.ShouldContain("name another database");
    }

    [Fact]
    public async Task Commits_are_durable_on_a_database_that_is_set_to_lose_some()
    {
        var connectionString = await PostgresTestDatabase.CreateAsync();
        await (await PostgresServer.Shared).RunAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} SET synchronous_commit = off", Token);
        await using var database = PostgresTestDatabase.Open(connectionString);
        await using var connection = await database.Keyed.OpenConnectionAsync(Token);
        await using var ask = new NpgsqlCommand("SHOW synchronous_commit", connection);
        (await ask.ExecuteScalarAsync(Token)).ShouldBe("on");
        (await database.AskAsync<string>("SHOW synchronous_commit")).ShouldBe("on");
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it() =>
        (await RefusalOfAsync(await PostgresTestDatabase.CreateAsync(), wrong => wrong.Password = Secret)).ShouldContain("refused the role \"tester\"");

    [Fact]
    public async Task A_database_that_is_not_there_is_told_with_how_to_make_it() =>
        (await RefusalOfAsync(await PostgresTestDatabase.CreateAsync(), wrong => wrong.Database = "nowhere")).ShouldContain("createdb --owner=tester nowhere");

    [Fact]
    public async Task A_port_where_nobody_listens_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        (await RefusalOfAsync($"Host=127.0.0.1;Port={port};Database=d;Username=u;Password={Secret}")).ShouldContain($"No PostgreSQL answers for the database \"d\" at 127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_server_of_another_kind_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var served = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = ServeAsync(listener, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), served.Token);
        var refusal = await RefusalOfAsync($"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Database=d;Username=u;Password={Secret}");
        refusal.ShouldContain("does not speak the protocol of PostgreSQL");
        await served.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_is_told_what_it_needs()
    {
        var server = await PostgresServer.Shared;
        var connectionString = await server.CreateDatabaseAsync(Token);
        await server.RunAsync($"CREATE ROLE guest_of_one LOGIN PASSWORD '{Secret}'", Token);
        (await RefusalOfAsync(connectionString, wrong => (wrong.Username, wrong.Password) = ("guest_of_one", Secret))).ShouldContain("ALTER DATABASE");
    }

    [Theory]
    [InlineData("postgres://ann:s3cret-word@db.example/selfheal")]
    [InlineData("Host=db.example;Port=s3cret-word;Username=ann")]
    [InlineData("Host=db.example;Whatever=s3cret-word;Username=ann")]
    [InlineData("Host=db.example;Password=s3cret-word")]
    [InlineData("Username=ann;Password=s3cret-word")]
    [InlineData("s3cret-word")]
    [InlineData("")]
    public void What_is_no_connection_string_is_refused_with_an_example(string connectionString)
    {
        var refusal = Should.Throw<StorageException>(() => new PostgresAddress(connectionString));
        refusal.Message.ShouldContain("ConnectionStrings:selfheal");
        refusal.ToString().ShouldNotContain(Secret);
    }

    private static async Task<string> RefusalOfAsync(string connectionString, Action<NpgsqlConnectionStringBuilder>? spoil = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        spoil?.Invoke(builder);
        await using var database = new PostgresDatabase(
            new PostgresAddress(builder.ToString()), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<PostgresDatabase>.Instance)
        {
            LongestStart = TimeSpan.Zero,
        };
        var refusal = await Should.ThrowAsync<StorageException>(() => database.ReadyAsync(Token));
        refusal.ToString().ShouldNotContain(Secret);
        refusal.Message.ShouldContain("ConnectionStrings:selfheal");
        return refusal.Message;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] answer, CancellationToken served)
    {
        while (!served.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(served);
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[8], served);
                await stream.WriteAsync(answer, served);
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException)
            {
                // The test has its answer, or a client went away before it heard one.
            }
        }
    }
}
