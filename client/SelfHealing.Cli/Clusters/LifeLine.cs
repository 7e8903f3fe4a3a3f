namespace SelfHealing.Cli.Clusters;

/// <summary>The reading end of the pipe that ties a process to the one that started it.</summary>
internal static class LifeLine
{
    /// <summary>The option that says that standard input is one.</summary>
    public const string Option = "--until-input-ends";

    /// <summary>A token that is cancelled when standard input ends: our starter asks us to stop, or is gone.</summary>
    /// <param name="stopping">Cancels it too.</param>
    public static CancellationTokenSource Watch(CancellationToken stopping)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _ = ReadToEndAsync(ended);
        return ended;
    }

    private static async Task ReadToEndAsync(CancellationTokenSource ended)
    {
        try
        {
            await using var input = Console.OpenStandardInput();
            var buffer = new byte[64];
            while (await input.ReadAsync(buffer, CancellationToken.None) > 0)
            {
                // Nothing is ever written to it; what counts is its end.
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }

        try
        {
            await ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The process ends anyway.
        }
    }
}
