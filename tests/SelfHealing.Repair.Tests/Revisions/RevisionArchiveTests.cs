using System.Formats.Tar;
using System.Text;
using SelfHealing.Repair.Revisions;

namespace SelfHealing.Repair.Tests.Revisions;

public sealed class RevisionArchiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Regular_files_are_listed_by_their_paths_and_nothing_else()
    {
        var files = new List<(string, long)>();
        await foreach (var file in RevisionArchive.FilesAsync(await ArchiveAsync(), Token))
        {
            files.Add((file.Path, file.Length));
        }

        files.ShouldBe([("src/a.py", 5), ("src/empty.py", 0), ("b.py", 3)]);
    }

    [Fact]
    public async Task Named_files_are_read_and_unknown_ones_are_left_out()
    {
        var found = await RevisionArchive.ReadAsync(await ArchiveAsync(), ["b.py", "src/empty.py", "link", "missing.py"], Token);

        found.ToDictionary(f => f.Key, f => Encoding.UTF8.GetString(f.Value))
            .ShouldBe(new Dictionary<string, string> { ["b.py"] = "b=1", ["src/empty.py"] = "" }, ignoreOrder: true);
    }

    private static async Task<MemoryStream> ArchiveAsync()
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, "src/"), Token);
            await tar.WriteEntryAsync(File("./src/a.py", "a=1\n\n"), Token);
            await tar.WriteEntryAsync(File("src/empty.py", ""), Token);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" }, Token);
            await tar.WriteEntryAsync(File("b.py", "b=1"), Token);
        }

        archive.Position = 0;
        return archive;
    }

    private static PaxTarEntry File(string path, string text) =>
        new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };
}
