using System.Security.Cryptography;
using SelfHealing.Storage.Postgres;

namespace SelfHealing.Storage.Tests.Postgres;

/// <summary>Runs while nothing else does, because it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(ArtifactMemoryTests), DisableParallelization = true)]
[Collection(nameof(ArtifactMemoryTests))]
public sealed class ArtifactMemoryTests
{
    private const int MiB = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_artifact_is_streamed_both_ways_without_being_held_in_memory()
    {
        await using var database = PostgresTestDatabase.Open(await PostgresTestDatabase.CreateAsync());
        using var artifacts = new PostgresArtifacts(database);
        const int Size = 64 * MiB;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        void Measure(long at)
        {
            if (at % (8 * MiB) == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        var name = await artifacts.PutAsync(new Pattern(Size, Measure), Token);
        await using var stream = await artifacts.OpenAsync(name, Token);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var total = 0L;
        for (int read; (read = await stream.ReadAsync(buffer, Token)) > 0; total += read)
        {
            hash.AppendData(buffer, 0, read);
            Measure(total);
        }

        total.ShouldBe(Size);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(name);
        most.ShouldBeLessThan(Size / 2);
    }

    /// <summary>Bytes that no piece repeats, made as they are read.</summary>
    private sealed class Pattern(int size, Action<long> measure) : MemoryStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            measure(_at);
            var count = Math.Min(buffer.Length, size - _at);
            for (var i = 0; i < count; i++)
            {
                buffer.Span[i] = (byte)(((_at + i) * 2654435761L) >> 24);
            }

            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
