using System.Formats.Tar;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Incidents;

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

    [Fact]
    public async Task Questions_and_answers_go_back_and_forth()
    {
        await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Job("import sys\nfor line in sys.stdin: print(int(line) ** 2)"), Token);
        await using var answers = run.ReadLinesAsync(Token).GetAsyncEnumerator(Token);

        foreach (var number in new[] { 2, 12, 30 })
        {
            await run.Input.WriteAsync(Encoding.ASCII.GetBytes($"{number}\n"), Token);
            (await answers.MoveNextAsync()).ShouldBeTrue();
            answers.Current.ShouldBe($"{number * number}");
        }

        await run.CompleteInputAsync(Token);
        (await run.WaitAsync(Token)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_job_past_its_wall_clock_is_killed()
    {
        var (exit, lines) = await sandboxes.RunAsync(sandboxes.Shell("echo begun; sleep 600") with { Timeout = TimeSpan.FromSeconds(1.5) }, Token);

        exit.Kind.ShouldBe(SandboxExitKind.TimedOut);
        lines.ShouldBe(["begun"]);
    }

    // The shell stays a moment: where only a child was killed the engine alone knows, and a container that ends at once may outrun it.
    [Theory]
    [InlineData("exec python3 -c 'x = bytearray(1 << 30)'")]
    [InlineData("python3 -c 'x = bytearray(1 << 30)'; sleep 1; exit 0")]
    public async Task Memory_over_the_limit_is_found_out_whatever_the_exit_code(string script)
    {
        var (exit, _) = await sandboxes.RunAsync(sandboxes.Shell(script), Token);

        exit.Kind.ShouldBe(SandboxExitKind.OutOfMemory);
    }

    [Theory]
    [InlineData(SandboxExitKind.Exited, false, 0, SandboxExitKind.Exited)]
    [InlineData(SandboxExitKind.Exited, false, 1, SandboxExitKind.Exited)]
    [InlineData(SandboxExitKind.Exited, false, 139, SandboxExitKind.Exited)]
    [InlineData(SandboxExitKind.Exited, true, 0, SandboxExitKind.OutOfMemory)]
    [InlineData(SandboxExitKind.Exited, true, 137, SandboxExitKind.OutOfMemory)]
    [InlineData(SandboxExitKind.Exited, false, 137, SandboxExitKind.OutOfMemory)]
    [InlineData(SandboxExitKind.TimedOut, false, 137, SandboxExitKind.TimedOut)]
    [InlineData(SandboxExitKind.TimedOut, true, 137, SandboxExitKind.TimedOut)]
    [InlineData(SandboxExitKind.Flooded, false, 137, SandboxExitKind.Flooded)]
    public void A_kill_that_this_program_did_not_send_is_the_kernels_also_where_the_engine_lost_word_of_it(
        SandboxExitKind cause, bool oomKilled, long exitCode, SandboxExitKind kind) =>
        DockerRun.KindOf(cause, oomKilled, exitCode).ShouldBe(kind);

    [Theory]
    [InlineData("head -c 100000000 /dev/zero | tr '\\0' x")]
    [InlineData("yes endless lines")]
    [InlineData("yes endless errors >&2")]
    public async Task A_flood_of_output_is_cut_off(string script)
    {
        var job = sandboxes.Shell(script) with { MaxLineBytes = 1 << 16, MaxOutputBytes = 1 << 20 };
        var (exit, lines) = await sandboxes.RunAsync(job, Token);

        exit.Kind.ShouldBe(SandboxExitKind.Flooded);
        lines.Sum(l => l.Length).ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public async Task Output_that_nobody_reads_does_not_hold_the_job_back()
    {
        await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("yes | head -c 2000000; echo done >&2") with { MaxLineBytes = 1 << 10 }, Token);

        (await run.WaitAsync(Token)).ShouldBe(new SandboxExit(0, SandboxExitKind.Exited, "done\n"));
    }

    [Fact]
    public async Task Disposing_ends_a_running_job_and_leaves_no_container()
    {
        var incident = IncidentId.New(TimeProvider.System);
        var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("trap '' TERM INT; while :; do sleep 1; done", incident), Token);
        (await sandboxes.ContainersAsync(incident)).Count.ShouldBe(1);
        var waiting = run.WaitAsync(Token);

        await run.DisposeAsync();

        (await sandboxes.ContainersAsync(incident)).ShouldBeEmpty();
        await Should.ThrowAsync<SandboxException>(() => waiting);
        await run.DisposeAsync();
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_container()
    {
        var incident = IncidentId.New(TimeProvider.System);
        for (var delay = 0; delay <= 120; delay += 40)
        {
            using var cancel = new CancellationTokenSource(delay);
            try
            {
                await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("sleep 600", incident), cancel.Token);
            }
            catch (OperationCanceledException)
            {
                cancel.IsCancellationRequested.ShouldBeTrue();
            }

            (await sandboxes.ContainersAsync(incident)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Waiting_can_be_given_up_without_ending_the_job()
    {
        await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("read answer; exit 7"), Token);
        using var impatient = new CancellationTokenSource(10);

        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(impatient.Token));
        await run.CompleteInputAsync(Token);

        (await run.WaitAsync(Token)).ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task Writing_to_a_process_that_has_ended_says_so()
    {
        await using var run = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("exit 0"), Token);
        await run.WaitAsync(Token);

        var write = async () =>
        {
            while (true)
            {
                await run.Input.WriteAsync(new byte[1 << 16], Token);
            }
        };
        (await write.ShouldThrowAsync<IOException>()).Message.ShouldStartWith("The container's main process has ended");
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_named()
    {
        var job = new SandboxJob("inc-test", "selfheal/never-made:1", ["true"]);

        (await Should.ThrowAsync<SandboxException>(() => sandboxes.Sandbox.StartAsync(job, Token))).Message.ShouldStartWith("The engine has no image 'selfheal/never-made:1'.");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_and_leaves_no_container()
    {
        var incident = IncidentId.New(TimeProvider.System);
        var job = new SandboxJob(incident, sandboxes.Python, ["cobol", "main.cob"]);

        (await Should.ThrowAsync<SandboxException>(() => sandboxes.Sandbox.StartAsync(job, Token))).Message.ShouldContain("has no program 'cobol'");
        (await sandboxes.ContainersAsync(incident)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_beyond_the_limit_wait_for_their_turn()
    {
        await using var services = new ServiceCollection().AddLogging().AddSandboxes(o => o.MaxContainers = 1).BuildServiceProvider();
        var sandbox = services.GetRequiredService<ISandbox>();
        var first = await sandbox.StartAsync(sandboxes.Shell("sleep 600"), Token);

        var second = sandbox.StartAsync(sandboxes.Shell("echo my turn"), Token);
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();

        await using var run = await second;
        (await run.ReadLinesAsync(Token).ToListAsync(Token)).ShouldBe(["my turn"]);
    }

    [Fact]
    public async Task The_environment_is_the_jobs_and_nothing_of_this_machine()
    {
        var job = sandboxes.Shell("env | sort") with { Environment = new Dictionary<string, string> { ["SEED"] = "7", ["HOME"] = "/work" } };
        var (_, lines) = await sandboxes.RunAsync(job, Token);

        lines.ShouldContain("SEED=7");
        lines.ShouldContain("HOME=/work");
        lines.Select(l => l.Split('=')[0]).ShouldBeSubsetOf(
            ["SEED", "HOME", "LANG", "PATH", "PWD", "OLDPWD", "SHLVL", "_", "HOSTNAME", "PIP_BREAK_SYSTEM_PACKAGES", "PIP_ROOT_USER_ACTION"]);
    }

    [Fact]
    public void Options_out_of_range_say_which()
    {
        using var services = new ServiceCollection().AddLogging().AddSandboxes(o => o.MemoryMegabytes = 1).BuildServiceProvider();

        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => services.GetRequiredService<ISandbox>()).Message.ShouldContain("MemoryMegabytes");
    }
}
