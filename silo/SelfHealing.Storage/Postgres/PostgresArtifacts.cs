using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace SelfHealing.Storage.Postgres;

/// <summary>Artifacts as rows of at most a MiB, so that every silo of a cluster reads them and none holds one whole in memory.</summary>
internal sealed class PostgresArtifacts : IArtifacts, IArtifactRemoval, IArtifactRetention, IDisposable
{
    /// <summary>Most bytes of one row.</summary>
    public const int PieceBytes = 1 << 20;

    // Most content is a few kilobytes and needs no file.
    private const int MostInMemory = 1 << 16;

    private const int ForgottenAtOnce = 100;
    private const int LookedUpAtOnce = 256;
    private const int MostRemembered = 10_000;

    // Many incidents of one revision put the same content within minutes of each other.
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(5);

    // What is remembered may have been put that long ago already.
    private static readonly TimeSpan s_fresh = IArtifactRetention.Precision - s_remembered;

    private const string Fresh = "SELECT Artifact FROM ArtifactPieces WHERE Artifact = ANY($1) AND Piece = 0 AND PutAt >= now() - $2";

    // Who removes what is old and who puts it again meet in the row: what was just removed is not there, whatever this statement saw before.
    private const string Touch =
        """
        WITH touched AS
        (
            UPDATE ArtifactPieces SET PutAt = now() WHERE Artifact = $1 AND Piece = 0 AND PutAt < now() - $2 RETURNING 1
        )
        SELECT 1 FROM ArtifactPieces WHERE Artifact = $1 AND Piece = 0 AND (PutAt >= now() - $2 OR EXISTS (SELECT 1 FROM touched))
        """;

    private const string Insert = "INSERT INTO ArtifactPieces (Artifact, Piece, Content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private readonly PostgresDatabase _database;
    private readonly SharedLookups<string, bool> _fresh;
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    public PostgresArtifacts(PostgresDatabase database)
    {
        _database = database;
        _fresh = new SharedLookups<string, bool>(FreshAsync, LookedUpAtOnce);
    }

    /// <inheritdoc/>
    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        await _database.ReadyAsync(cancellationToken);
        var (name, whole) = await SpoolAsync(content, cancellationToken);
        await using var spool = whole;
        if (!_remembered.TryGetValue(name, out _))
        {
            await KeepAsync(name, spool, cancellationToken);
            _remembered.Set(name, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = s_remembered });
        }

        return name;
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        ArtifactName.Check(name);
        var last = await _database.QueryAsync(
            "SELECT max(Piece) FROM ArtifactPieces WHERE Artifact = $1", row => row.IsDBNull(0) ? -1 : row.GetInt32(0), cancellationToken, name);
        return last[0] < 0
            ? throw new FileNotFoundException($"The artifact {name} is not in the database {_database.Address.Name}. It was removed, or belongs to another database.")
            : new PieceStream(last[0] + 1, (piece, token) => ReadAsync(name, piece, token));
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (ArtifactName.IsValid(name))
        {
            _remembered.Remove(name);
            await _database.QueryAsync("DELETE FROM ArtifactPieces WHERE Artifact = $1", _ => 0, cancellationToken, name);
        }
    }

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DateTimeOffset putBefore, CancellationToken cancellationToken)
    {
        var (forgotten, some) = (0, 0);
        do
        {
            some = (await _database.QueryAsync(
                """
                WITH old AS
                (
                    SELECT Artifact FROM ArtifactPieces WHERE Piece = 0 AND PutAt < $1 ORDER BY PutAt LIMIT $2 FOR UPDATE SKIP LOCKED
                ), gone AS
                (
                    DELETE FROM ArtifactPieces WHERE Artifact IN (SELECT Artifact FROM old)
                )
                SELECT Artifact FROM old
                """,
                _ => 0,
                cancellationToken,
                putBefore.ToUniversalTime(),
                ForgottenAtOnce)).Count;
            forgotten += some;
        }
        while (some == ForgottenAtOnce);
        return forgotten;
    }

    /// <inheritdoc/>
    public void Dispose() => _remembered.Dispose();

    private async Task KeepAsync(string name, Stream spool, CancellationToken cancellationToken)
    {
        if (!await _fresh.FindAsync(name, cancellationToken) && !await IsKeptAsync(name, cancellationToken))
        {
            await _database.AskAsync(token => StoreAsync(name, spool, token), cancellationToken);
        }
    }

    // The name is known at the end alone, and a source can be slow: it is read before a transaction begins, which can then begin again.
    private static async Task<(string Name, Stream Spool)> SpoolAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(MostInMemory);
        Stream spool = new MemoryStream();
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                spool = spool is MemoryStream small && small.Length + read > MostInMemory ? await IntoFileAsync(small, cancellationToken) : spool;
                await spool.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), spool);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<FileStream> IntoFileAsync(MemoryStream small, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        await file.WriteAsync(small.GetBuffer().AsMemory(0, (int)small.Length), cancellationToken);
        return file;
    }

    // Most content was put before, and lately: then there is nothing to write.
    private async Task<IReadOnlyDictionary<string, bool>> FreshAsync(string[] names) =>
        (await _database.QueryAsync(Fresh, row => row.GetString(0), CancellationToken.None, names, s_fresh))
        .ToDictionary(name => name, _ => true, StringComparer.Ordinal);

    private async Task<bool> IsKeptAsync(string name, CancellationToken cancellationToken) =>
        (await _database.QueryAsync(Touch, _ => 0, cancellationToken, name, s_fresh)).Count > 0;

    private async ValueTask<bool> StoreAsync(string name, Stream spool, CancellationToken cancellationToken)
    {
        spool.Position = 0;
        await using var connection = await _database.Readers.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var buffer = new byte[(int)Math.Min(PieceBytes, spool.Length)];
        var piece = 0;
        do
        {
            var read = await spool.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            await using var command = new NpgsqlCommand(Insert, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = piece++ });
            command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = buffer.AsMemory(0, read) });
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                // Somebody else put the same content, whole: a piece is seen when all are.
                return false;
            }
        }
        while (spool.Position < spool.Length);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<byte[]> ReadAsync(string name, int piece, CancellationToken cancellationToken)
    {
        var found = await _database.QueryAsync(
            "SELECT Content FROM ArtifactPieces WHERE Artifact = $1 AND Piece = $2", row => row.GetFieldValue<byte[]>(0), cancellationToken, name, piece);
        return found.Count > 0 ? found[0] : throw new IOException($"The artifact {name} was removed while it was read.");
    }
}
