using SelfHealing.Sandboxes;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>A tiny job in a real container, where the settings name an image: what a silo that dies leaves behind.</summary>
internal sealed class ContainerRun(StandInSettings settings, ISandbox? sandbox)
{
    private static readonly string[] s_command = ["python3", "-c", "import time; time.sleep(0.1); print('done')"];

    public async Task RunAsync(string incident, CancellationToken cancellationToken)
    {
        if (settings.ContainerImage is not { } image || sandbox is null)
        {
            return;
        }

        await using var run = await sandbox.StartAsync(new SandboxJob(incident, image, s_command) { Timeout = TimeSpan.FromMinutes(1) }, cancellationToken);
        await run.CompleteInputAsync(cancellationToken);
        await foreach (var _ in run.ReadLinesAsync(cancellationToken))
        {
            // The answer is the stand-in's; the container is there to be left behind.
        }

        await run.WaitAsync(cancellationToken);
    }
}
