namespace SelfHealing.Integrations.Tests.Git;

/// <summary>Runs while nothing else does, because it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(CheckOutMemoryTests), DisableParallelization = true)]
[Collection(nameof(CheckOutMemoryTests))]
public sealed class CheckOutMemoryTests : IDisposable
{
    private readonly GitLab _lab = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_repository_of_200_MB_is_checked_out_with_progress_and_never_held_in_memory()
    {
        const int Files = 20, Megabytes = 10;
        _lab.MakeApp();
        GitLab.Git(_lab.App, "config", "core.compression", "0");
        var content = new byte[Megabytes << 20];
        for (var n = 0; n < Files; n++)
        {
            new Random(n).NextBytes(content);
            _lab.Write($"big/{n}.bin", content);
        }

        _lab.Commit("Big");
        content = [];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var checkout = await _lab.CheckOutAsync();
        var counted = new CountingStream();
        await checkout.Archive(counted, Token);

        counted.Written.ShouldBeGreaterThan((long)Files * Megabytes << 20);
        (counted.MostMemory - before).ShouldBeLessThan((long)Files * Megabytes << 19, "half of the archive");
        _lab.Notes.ShouldContain(note => note.StartsWith("Receiving objects", StringComparison.Ordinal));
    }

    /// <summary>Takes an archive of any size, and notes how much memory was in use meanwhile.</summary>
    private sealed class CountingStream : MemoryStream
    {
        public long Written { get; private set; }

        public long MostMemory { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: false));
            return ValueTask.CompletedTask;
        }
    }
}
