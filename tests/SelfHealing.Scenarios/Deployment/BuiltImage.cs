using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using SelfHealing.Scenarios.Workshops;
using CommandResult = SelfHealing.Scenarios.Workshops.CommandResult;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>The image of the Dockerfile at the root, on bases that are made of what this machine has: no registry of images is asked.</summary>
/// <remarks>Debian is that of the sandboxes, .NET the one that runs the tests. Everything it made is gone in the end.</remarks>
internal sealed class BuiltImage : IAsyncDisposable
{
    private const string Authorities = "/etc/ssl/certs/ca-certificates.crt";

    private readonly string _name = $"selfheal-test-{Guid.NewGuid():N}";
    private readonly List<string> _made = [];

    /// <summary>The image.</summary>
    public string Reference => $"{_name}:image";

    /// <summary>Builds it.</summary>
    public static async Task<BuiltImage> BuildAsync()
    {
        var image = new BuiltImage();
        try
        {
            await image.MakeBasesAsync();
            string[] bases = ["--build-arg", $"SDK_IMAGE={image._name}:sdk", "--build-arg", $"RUNTIME_IMAGE={image._name}:runtime"];

            // The first stage gets a name, by which it can be removed: the whole build finds its layers again.
            await image.MakeAsync("build", ["build", "--target", "build", .. bases, "--tag", $"{image._name}:build", SourceTree.Root]);
            await image.MakeAsync("image", ["build", .. bases, "--tag", image.Reference, SourceTree.Root]);
            return image;
        }
        catch
        {
            await image.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the engine, past the product.</summary>
    public static async Task<CommandResult> DockerAsync(params IEnumerable<string> arguments)
    {
        var result = await Docker(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new CommandResult(result.ExitCode, result.StandardOutput, result.StandardError, result.RunTime);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tag in Enumerable.Reverse(_made))
        {
            await Docker(["rmi", "--force", tag]).WithValidation(CommandResultValidation.None).ExecuteAsync();
        }
    }

    private async Task MakeBasesAsync()
    {
        // Exported and imported, so that nothing takes these images for a sandbox: labels do not come along.
        var container = (await DockerAsync("create", await Engine.PythonImageAsync())).ShouldExitWith(0).Output.Trim();
        _made.Add($"{_name}:debian");
        try
        {
            await (Docker(["export", container]) | Docker(["import", "-", $"{_name}:debian"])).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            await DockerAsync("rm", "--force", container);
        }

        // Behind a proxy that opens TLS, packages are fetched by the authorities that this machine trusts.
        await MakeOfAsync("trusted", Path.GetDirectoryName(Authorities)!, $"FROM {_name}:debian\nCOPY {Path.GetFileName(Authorities)} {Authorities}\n");
        const string Place = "/usr/share/dotnet";
        var rest = $"RUN ln -s {Place}/dotnet /usr/bin/dotnet\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1\n";
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        await MakeOfAsync("sdk", dotnet, $"FROM {_name}:trusted\nCOPY . {Place}\n{rest}");
        await MakeOfAsync("runtime", dotnet, $"FROM {_name}:trusted\nCOPY dotnet {Place}/\nCOPY host {Place}/host\nCOPY shared {Place}/shared\n{rest}");
    }

    private Task MakeOfAsync(string tag, string context, string dockerfile) =>
        MakeAsync(tag, ["build", "--tag", $"{_name}:{tag}", "--file", "-", context], dockerfile);

    private async Task MakeAsync(string tag, IEnumerable<string> arguments, string input = "")
    {
        _made.Add($"{_name}:{tag}");
        var result = await (input | Docker(arguments)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        result.ExitCode.ShouldBe(0, $"{tag}: {result.StandardOutput}{result.StandardError}");
    }

    private static Command Docker(IEnumerable<string> arguments) => CliWrap.Cli.Wrap("docker").WithArguments(arguments);
}
