using System.Security.Cryptography;

namespace SelfHealing.Storage.Tests;

public sealed class FileArtifactsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileArtifacts _artifacts;

    public FileArtifactsTests() => _artifacts = new FileArtifacts(_folder.Data.Artifacts);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData((1 << 20) + 3)]
    public async Task Content_is_kept_under_its_digest(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var name = await _artifacts.PutAsync(new MemoryStream(content), Token);
        name.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await ReadAsync(name)).ShouldBe(content);
        File.Exists(Path.Combine(_folder.Data.Artifacts, name[..2], name[2..])).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_content_put_by_many_at_once_is_one_file()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var names = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _artifacts.PutAsync(new MemoryStream(content), Token)));
        names.Distinct().Count().ShouldBe(1);
        Directory.GetFiles(_folder.Data.Artifacts, "*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("ab")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde/")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task There_is_no_artifact_of_another_name(string name) =>
        await Should.ThrowAsync<FileNotFoundException>(() => _artifacts.OpenAsync(name, Token));

    [Fact]
    public async Task A_source_that_breaks_leaves_nothing_behind()
    {
        await using var pipe = new BrokenStream();
        await Should.ThrowAsync<IOException>(() => _artifacts.PutAsync(pipe, Token));
        Directory.GetFiles(_folder.Data.Artifacts, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_swept_a_day_later()
    {
        var incoming = Directory.CreateDirectory(Path.Combine(_folder.Data.Artifacts, "incoming")).FullName;
        var (old, young) = (Path.Combine(incoming, "old"), Path.Combine(incoming, "young"));
        await File.WriteAllTextAsync(old, "", Token);
        await File.WriteAllTextAsync(young, "", Token);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        await _artifacts.PutAsync(new MemoryStream([1]), Token);
        (File.Exists(old), File.Exists(young)).ShouldBe((false, true));
    }

    [Fact]
    public async Task What_nobody_has_put_for_long_is_forgotten_and_what_was_put_again_stays()
    {
        (await _artifacts.ForgetAsync(DateTimeOffset.UtcNow, Token)).ShouldBe(0);
        var (old, again) = (await _artifacts.PutAsync(new MemoryStream([1]), Token), await _artifacts.PutAsync(new MemoryStream([2]), Token));
        foreach (var file in Directory.GetFiles(_folder.Data.Artifacts, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-40));
        }

        await _artifacts.PutAsync(new MemoryStream([2]), Token);

        (await _artifacts.ForgetAsync(DateTimeOffset.UtcNow.AddDays(-30), Token)).ShouldBe(1);
        await Should.ThrowAsync<FileNotFoundException>(() => _artifacts.OpenAsync(old, Token));
        (await ReadAsync(again)).ShouldBe([2]);
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        await using var stream = await _artifacts.OpenAsync(name, Token);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    /// <summary>Gives some bytes and then fails, as a container that is killed does.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ == 0 ? ValueTask.FromResult(buffer.Length) : throw new IOException("The other end is gone.");
    }
}
