using System.Diagnostics;

namespace SelfHealing.TestDatabase;

/// <summary>A shell that ends a server and removes its folder when this process is gone, however it went.</summary>
/// <remarks>
/// It waits for the end of a pipe that only this process holds, so that a kill -9 of this process is noticed too. It has a session of its own: what ends
/// this process together with all that it started does not reach the guard before its work is done.
/// </remarks>
internal sealed class DeathGuard : IAsyncDisposable
{
    private const string Script =
        """
        cat >/dev/null
        pid="$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)"
        if [ -n "$pid" ] && grep -qF "$1/data" "/proc/$pid/cmdline" 2>/dev/null; then kill -KILL "$pid"; fi
        for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" 2>/dev/null && break; sleep 0.2; done
        """;

    private readonly Process _shell;

    private DeathGuard(Process shell) => _shell = shell;

    public static DeathGuard Over(string folder) => new(Process.Start(
        new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "guard", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!);

    /// <summary>Lets the guard do its work now, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
