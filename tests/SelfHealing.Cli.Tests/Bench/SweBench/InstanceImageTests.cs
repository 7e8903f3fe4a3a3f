using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Cli.Bench.SweBench;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Sandboxes;
using SelfHealing.Silo;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Tests.Bench.SweBench;

/// <summary>Images laid out as the official ones are: the project in /testbed with its history, its packages in a conda environment.</summary>
public sealed class InstanceImageTests : IAsyncLifetime
{
    private const string Layout =
        "mkdir -p /testbed/.git /opt/miniconda3/envs/testbed/bin && echo fix > /testbed/.git/later && echo 'LIMIT = 3' > /testbed/built.py "
        + "&& echo 'raise SystemExit' > /testbed/prices.py && ln -sf \"$(command -v python3)\" /opt/miniconda3/envs/testbed/bin/python && chmod -R a+rX /testbed /opt/miniconda3";

    private readonly TemporaryFolder _folder = new();
    private IHost _host = null!;
    private string _image = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ISandboxImages Images => _host.Services.GetRequiredService<ISandboxImages>();

    public async ValueTask InitializeAsync()
    {
        _host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(Path.Combine(_folder.Path, "data")) });
        var plain = await Images.EnsureAsync("python", new Progress<string>(), Stop);
        _image = await SetUpAsync(plain, Layout, "swe-layout-1");
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_environment_is_active_and_what_was_built_lies_beside_the_revision_s_own_files()
    {
        var run = await RunAsync(_image, "test -f built.py && test ! -e .git && grep -q revision prices.py && command -v python && printenv CONDA_DEFAULT_ENV && printenv PYTHONPATH");

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("/opt/miniconda3/envs/testbed/bin/python");
        run.Output.ShouldContain("\ntestbed\n");
        run.Output.ShouldContain("/src:");
    }

    [Fact]
    public async Task The_history_is_out_of_reach_where_an_incident_runs()
    {
        var image = await SetUpAsync(_image, SweInstanceRun.WithoutHistory, "swe-layout-1-without-history");

        var run = await RunAsync(image, "test ! -e /testbed/.git && test -f /testbed/built.py");

        run.ExitCode.ShouldBe(0, run.Output);
    }

    private Task<string> SetUpAsync(string image, string command, string key) =>
        Images.EnsureSetUpAsync(image, new ImageSetUp(command, _ => Task.FromResult<Stream>(new MemoryStream(new byte[1024])), "", key), new Progress<string>(), Stop);

    private async Task<TestRun> RunAsync(string image, string command)
    {
        using var archive = new MemoryStream();
        await using (var tar = new System.Formats.Tar.TarWriter(archive, leaveOpen: true))
        {
            using var data = new MemoryStream("# the revision's own\n"u8.ToArray());
            await tar.WriteEntryAsync(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "prices.py") { DataStream = data }, Stop);
        }

        archive.Position = 0;
        var artifact = await _host.Services.GetRequiredService<IArtifacts>().PutAsync(archive, Stop);
        var workspace = new Workspace("swe-image", "c", artifact, image, SweCommands.Of(command, [], hasImage: true), "");
        return await _host.Services.GetServices<IToolchain>().Single(t => t.Language == "python").RunTestsAsync(workspace, null, TimeSpan.FromMinutes(2), Stop);
    }
}
