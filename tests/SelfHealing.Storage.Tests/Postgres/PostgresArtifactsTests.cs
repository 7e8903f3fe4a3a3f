using System.Security.Cryptography;
using SelfHealing.Storage.Postgres;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class PostgresArtifactsTests : IAsyncLifetime
{
    private const int MiB = 1 << 20;

    private PostgresDatabase _database = null!;
    private PostgresArtifacts _artifacts = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = PostgresTestDatabase.Open(await PostgresTestDatabase.CreateAsync());
        _artifacts = new PostgresArtifacts(_database);
    }

    public async ValueTask DisposeAsync()
    {
        _artifacts.Dispose();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData((1 << 16) + 1)]
    [InlineData(MiB)]
    [InlineData((3 * MiB) + 3)]
    public async Task Content_is_kept_under_its_digest_in_rows_of_a_MiB(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var name = await _artifacts.PutAsync(new MemoryStream(content), Token);
        name.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await ReadAsync(name)).ShouldBe(content);
        (await _database.AskAsync<long>("SELECT count(*) FROM ArtifactPieces")).ShouldBe(Math.Max(1, (size + MiB - 1) / MiB));

        await _artifacts.RemoveAsync(name, Token);
        await Should.ThrowAsync<FileNotFoundException>(() => _artifacts.OpenAsync(name, Token));
        await _artifacts.RemoveAsync(name, Token);
    }

    [Fact]
    public async Task The_same_content_put_by_many_at_once_is_kept_once()
    {
        var content = RandomNumberGenerator.GetBytes(2 * MiB);
        var names = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _artifacts.PutAsync(new MemoryStream(content), Token)));
        names.Distinct().Count().ShouldBe(1);
        (await _database.AskAsync<long>("SELECT count(*) FROM ArtifactPieces")).ShouldBe(2);
        (await ReadAsync(names[0])).ShouldBe(content);
    }

    [Fact]
    public async Task What_nobody_has_put_for_long_is_forgotten_whole_and_what_was_put_again_stays()
    {
        var (old, again, fresh) = (RandomNumberGenerator.GetBytes(MiB + 1), RandomNumberGenerator.GetBytes(2 * MiB), RandomNumberGenerator.GetBytes(1));
        var names = await PutAsync(old, again);
        await LetDaysPassAsync(40);
        names = [names[0], .. await PutAsync(again, fresh)];

        (await _artifacts.ForgetAsync(DateTimeOffset.UtcNow.AddDays(-30), Token)).ShouldBe(1);

        await Should.ThrowAsync<FileNotFoundException>(() => _artifacts.OpenAsync(names[0], Token));
        (await _database.AskAsync<long>("SELECT count(*) FROM ArtifactPieces")).ShouldBe(3);
        (await ReadAsync(names[1])).ShouldBe(again);
        (await ReadAsync(names[2])).ShouldBe(fresh);
        (await PutAsync(old))[0].ShouldBe(names[0]);
        (await ReadAsync(names[0])).ShouldBe(old);
    }

    [Fact]
    public async Task What_is_forgotten_while_it_is_put_again_is_kept()
    {
        var content = RandomNumberGenerator.GetBytes(MiB + 1);
        for (var round = 0; round < 20; round++)
        {
            var name = (await PutAsync(content))[0];
            await LetDaysPassAsync(40);

            await Task.WhenAll(_artifacts.ForgetAsync(DateTimeOffset.UtcNow.AddDays(-30), Token), PutAsync(content));

            (await ReadAsync(name)).ShouldBe(content);
        }
    }

    [Fact]
    public async Task What_was_put_a_moment_ago_is_not_looked_up_again_and_what_was_removed_is_put_anew()
    {
        var content = RandomNumberGenerator.GetBytes(100);
        var name = (await PutAsync(content))[0];
        await _database.QueryAsync("ALTER TABLE ArtifactPieces RENAME TO Elsewhere", _ => 0, Token);
        (await PutAsync(content))[0].ShouldBe(name);
        await _database.QueryAsync("ALTER TABLE Elsewhere RENAME TO ArtifactPieces", _ => 0, Token);

        await _artifacts.RemoveAsync(name, Token);
        await PutAsync(content);

        (await ReadAsync(name)).ShouldBe(content);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task There_is_no_artifact_of_another_name(string name) =>
        await Should.ThrowAsync<FileNotFoundException>(() => _artifacts.OpenAsync(name, Token));

    private async Task<string[]> PutAsync(params byte[][] contents) =>
        await Task.WhenAll(contents.Select(content => _artifacts.PutAsync(new MemoryStream(content), Token)));

    // For the rows, and for the process that remembers what it put.
    private async Task LetDaysPassAsync(int days)
    {
        await _database.QueryAsync("UPDATE ArtifactPieces SET PutAt = now() - make_interval(days => $1)", _ => 0, Token, days);
        _artifacts.Dispose();
        _artifacts = new PostgresArtifacts(_database);
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        await using var stream = await _artifacts.OpenAsync(name, Token);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
