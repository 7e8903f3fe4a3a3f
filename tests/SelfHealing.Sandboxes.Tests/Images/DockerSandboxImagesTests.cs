using System.Formats.Tar;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.Sandboxes.Images;

public sealed class DockerSandboxImagesTests(SandboxFixture sandboxes)
{
    private readonly Notes _progress = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_that_is_there_is_found_without_a_word()
    {
        (await sandboxes.Images.EnsureAsync("python", _progress, Token)).ShouldBe(sandboxes.Python);
        (await sandboxes.Images.EnsureReferenceAsync(sandboxes.Python, _progress, Token)).ShouldBe(sandboxes.Python);
        _progress.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_image_has_Python_and_pytest_for_everybody()
    {
        var (exit, lines) = await sandboxes.RunAsync(sandboxes.Shell("python3 -m pytest --version && python3 -c 'import sys; print(sys.version_info[:2] >= (3, 9))'"), Token);

        exit.ExitCode.ShouldBe(0, exit.ErrorOutput);
        lines[0].ShouldStartWith("pytest ");
        lines[1].ShouldBe("True");
    }

    [Fact]
    public async Task An_unknown_recipe_is_refused_with_the_known_ones() =>
        (await Should.ThrowAsync<SandboxException>(() => sandboxes.Images.EnsureAsync("cobol", _progress, Token))).Message.ShouldContain("The recipes are: python");

    [Fact]
    public async Task An_image_that_nobody_has_is_a_clear_sentence() =>
        (await Should.ThrowAsync<SandboxException>(() => sandboxes.Images.EnsureReferenceAsync("127.0.0.1:1/nobody/has-this:1", _progress, Token)))
            .Message.ShouldStartWith("The image '127.0.0.1:1/nobody/has-this:1' is not on this machine and could not be pulled: ");

    [Fact]
    public async Task A_set_up_runs_once_however_many_ask_for_it()
    {
        var setUp = SetUp("echo installing; cp wanted.txt /opt/kept.txt");
        await using var other = new ServiceCollection().AddLogging().AddSandboxes().BuildServiceProvider();

        var images = await Task.WhenAll(
            sandboxes.Images.EnsureSetUpAsync(sandboxes.Python, setUp, _progress, Token),
            other.GetRequiredService<ISandboxImages>().EnsureSetUpAsync(sandboxes.Python, setUp, _progress, Token));
        var third = await sandboxes.Images.EnsureSetUpAsync(sandboxes.Python, setUp, _progress, Token);

        images.ShouldAllBe(image => image == third);
        _progress.All.Count(line => line.StartsWith("Running the set-up command once", StringComparison.Ordinal)).ShouldBe(1);
        _progress.All.ShouldContain("installing");
        await sandboxes.RemoveImageAsync(third);
    }

    [Fact]
    public async Task What_a_set_up_installs_stays_and_the_files_it_saw_do_not()
    {
        var image = await sandboxes.Images.EnsureSetUpAsync(sandboxes.Python, SetUp("cp wanted.txt /opt/kept.txt"), _progress, Token);

        var job = new SandboxJob("inc-test", image, ["/bin/sh", "-c", "cat /opt/kept.txt; ls -A /work; id -u; echo $HOME"]);
        var (_, lines) = await sandboxes.RunAsync(job, Token);

        lines.ShouldBe(["wanted", "65534", "/tmp"]);
        await sandboxes.RemoveImageAsync(image);
    }

    [Fact]
    public async Task A_set_up_can_install_packages_from_the_network()
    {
        var image = await sandboxes.Images.EnsureSetUpAsync(sandboxes.Python, SetUp("apt-get update && apt-get install -y python3-yaml"), _progress, Token);

        var job = new SandboxJob("inc-test", image, ["python3", "-c", "import yaml; print(yaml.safe_load('[1, 2]'))"]);
        var (exit, lines) = await sandboxes.RunAsync(job, Token);

        exit.ExitCode.ShouldBe(0, exit.ErrorOutput);
        lines.ShouldBe(["[1, 2]"]);
        await sandboxes.RemoveImageAsync(image);
    }

    [Fact]
    public async Task A_set_up_that_fails_says_how_and_what_it_printed_last()
    {
        var setUp = SetUp("for i in $(seq 30); do echo line $i; done; echo no such package >&2; exit 42");

        var message = (await Should.ThrowAsync<SetUpException>(() => sandboxes.Images.EnsureSetUpAsync(sandboxes.Python, setUp, _progress, Token))).Message;

        message.ShouldContain("exit code 42");
        message.ShouldContain("no such package");
        message.ShouldContain("line 30");
        message.ShouldNotContain("line 5\n");
        // Other tests set images up at the same time.
        (await sandboxes.ContainersAsync("set-up", setUp.Command)).ShouldBeEmpty();
    }

    private static ImageSetUp SetUp(string command) => new(command, ArchiveAsync, "app", Guid.NewGuid().ToString("N"));

    private static async Task<Stream> ArchiveAsync(CancellationToken cancellationToken)
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, "app/wanted.txt") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("wanted\n")) }, cancellationToken);
        }

        archive.Position = 0;
        return archive;
    }
}
