using System.Formats.Tar;
using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

public sealed class UnpackTests(ToolchainFixture fixture)
{
    [Theory]
    [InlineData("../outside.py")]
    [InlineData("/tmp/outside.py")]
    [InlineData("a/../../outside.py")]
    public async Task An_archive_that_leads_out_of_the_workspace_is_refused(string name)
    {
        var error = await Should.ThrowAsync<SandboxException>(() => RunAsync(writer =>
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) })));

        error.Message.ShouldContain("outside");
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        var run = await RunAsync(writer =>
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "out") { LinkName = "/tmp" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "out/planted") { DataStream = new MemoryStream([1]) });
        });

        run.Output.ShouldContain("clean");
    }

    [Fact]
    public async Task Cached_bytecode_is_left_out_for_it_could_hide_a_patch()
    {
        var run = await RunAsync(writer =>
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "pkg/__pycache__/"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "pkg/__pycache__/a.cpython-311.pyc") { DataStream = new MemoryStream([1]) });
        }, "test -e pkg/__pycache__ || echo clean");

        run.Output.ShouldContain("clean");
    }

    private async Task<TestRun> RunAsync(Action<TarWriter> write, string command = "test -e /tmp/planted || echo clean")
    {
        var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true))
        {
            write(writer);
        }

        memory.Position = 0;
        var workspace = await fixture.WorkspaceAsync(memory, command);
        return await fixture.Python.RunTestsAsync(workspace, null, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }
}
