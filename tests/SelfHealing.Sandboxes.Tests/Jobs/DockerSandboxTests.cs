using System.Formats.Tar;
using System.Text;

namespace SelfHealing.Sandboxes.Jobs;

public sealed class DockerSandboxTests(SandboxFixture sandboxes)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tar_goes_in_on_standard_input_and_lines_come_out()
    {
        var job = sandboxes.Shell("tar -xf - && cat greeting.txt && id -u && pwd && echo trouble >&2 && exit 3");
        await using var run = await sandboxes.Sandbox.StartAsync(job, Token);

        await using (var tar = new TarWriter(run.Input, TarEntryFormat.Pax, leaveOpen: true))
        {
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, "greeting.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("grüße\n")) }, Token);
        }

        await run.CompleteInputAsync(Token);
        var lines = await run.ReadLinesAsync(Token).ToListAsync(Token);
        var exit = await run.WaitAsync(Token);

        lines.ShouldBe(["grüße", "65534", "/work"]);
        exit.ShouldBe(new SandboxExit(3, SandboxExitKind.Exited, "trouble\n"));
    }
}
