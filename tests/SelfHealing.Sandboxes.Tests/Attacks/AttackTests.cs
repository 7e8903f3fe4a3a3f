using System.Formats.Tar;
using System.Text;
using SelfHealing.Incidents;

namespace SelfHealing.Sandboxes.Attacks;

public sealed class AttackTests(SandboxFixture sandboxes)
{
    private const string Prelude = """
        import ctypes, os, sys, time
        libc = ctypes.CDLL(None, use_errno=True)
        def held(): print('held', flush=True)
        def breach(*what): print('breach', *what, flush=True); os._exit(1)
        def fail(): raise OSError('nothing there')
        def call(function, *arguments):
            if function(*arguments) == -1: raise OSError(ctypes.get_errno(), 'refused')

        """;

    private readonly string _incident = IncidentId.New(TimeProvider.System);

    public static TheoryData<string> Names => [.. Attack.All.Select(a => a.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_wall_holds_against(string name)
    {
        var attack = Attack.All.Single(a => a.Name == name);
        using var canary = new HostCanary();
        var job = sandboxes.Job(Prelude + canary.Aim(attack.Program), _incident) with
        {
            Timeout = TimeSpan.FromSeconds(attack.Ends == SandboxExitKind.TimedOut ? 3 : 60),
            MaxLineBytes = 1 << 16,
            MaxOutputBytes = 1 << 20,
        };

        var (exit, lines) = await sandboxes.RunAsync(job, Token);

        (lines is [var first, ..] ? first : "nothing").ShouldBe("held", $"{string.Join('\n', lines.Take(5))}\n{exit}");
        exit.Kind.ShouldBe(attack.Ends, exit.ErrorOutput);
        if (attack.Ends == SandboxExitKind.Exited)
        {
            exit.ExitCode.ShouldBe(0, exit.ErrorOutput);
            lines.Count.ShouldBe(1);
        }

        (await sandboxes.ContainersAsync(_incident)).ShouldBeEmpty();
        canary.ShouldBeUntouched();
    }

    [Fact]
    public async Task Nothing_persists_from_one_run_to_the_next()
    {
        const string folders = "/work /tmp /dev/shm /var/tmp";
        var (_, written) = await sandboxes.RunAsync(sandboxes.Shell($"for f in {folders}; do echo mine > $f/seed 2>/dev/null && echo $f; done", _incident), Token);
        var (_, found) = await sandboxes.RunAsync(sandboxes.Shell($"for f in {folders}; do ls $f; done", _incident), Token);

        written.ShouldBe(["/work", "/tmp", "/dev/shm"]);
        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Paths_that_lead_out_of_the_tar_lead_nowhere()
    {
        using var canary = new HostCanary();
        await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("tar -xf - 2>/dev/null; ls -A /work; cat /tmp/out /evil 2>/dev/null", _incident), Token);
        await using (var tar = new TarWriter(run.Input, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var path in new[] { "../../evil", "/evil", canary.Aim("@CANARY@"), canary.Aim("../@CANARY@") })
            {
                await tar.WriteEntryAsync(File(path), Token);
            }

            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/usr" }, Token);
            await tar.WriteEntryAsync(File("link/evil"), Token);
        }

        await run.CompleteInputAsync(Token);
        var lines = await run.ReadLinesAsync(Token).ToListAsync(Token);

        lines.ShouldNotContain("owned");
        (await run.WaitAsync(Token)).Kind.ShouldBe(SandboxExitKind.Exited);
        canary.ShouldBeUntouched();

        static PaxTarEntry File(string path) => new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("owned\n")) };
    }
}
