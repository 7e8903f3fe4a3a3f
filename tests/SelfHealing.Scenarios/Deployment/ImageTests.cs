namespace SelfHealing.Scenarios.Deployment;

/// <summary>The image that the Dockerfile makes, built and run.</summary>
public sealed class ImageTests
{
    [Fact, Trait("Category", "Full")]
    public async Task It_is_built_and_runs_the_command_as_nobody_special()
    {
        await using var image = await BuiltImage.BuildAsync();

        (await Run(image, [], "--version")).ShouldExitWith(0).Output.Trim().ShouldMatch("^[0-9]+[.][0-9]");

        // A read-only root, no capability and no network are enough for it.
        (await Run(image, ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none"], "list")).ShouldExitWith(0);
        (await Run(image, ["--entrypoint", "sh"], "-c", "id -u; git --version; curl --version; ssh -V; touch /app/x"))
            .ShouldSay("Permission denied").Output.ShouldStartWith("10001");
        (await BuiltImage.DockerAsync("history", "--no-trunc", "--format", "{{.CreatedBy}}", image.Reference)).Output.ShouldNotContain("assword");
    }

    private static Task<Workshops.CommandResult> Run(BuiltImage image, IEnumerable<string> options, params IEnumerable<string> arguments) =>
        BuiltImage.DockerAsync(["run", "--rm", .. options, image.Reference, .. arguments]);
}
