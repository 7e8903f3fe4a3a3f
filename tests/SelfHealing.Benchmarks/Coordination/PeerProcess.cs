using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SelfHealing.Benchmarks.Clusters;

namespace SelfHealing.Benchmarks.Coordination;

/// <summary>The peer, as its own script measures it.</summary>
internal static class PeerProcess
{
    private const string Advice =
        "Install Node.js 20 or newer and, in a folder outside the repository that also holds a copy of the script, "
        + "`npm install @langchain/langgraph @langchain/core @langchain/langgraph-checkpoint-postgres pg`; then give the path of that copy with --peer.";

    public static async Task<CoordinationRun> RunAsync(string script, Database database, int incidents, int concurrency)
    {
        var start = new ProcessStartInfo("node", [script, Number(incidents), Number(concurrency)])
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(script)),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[DatabaseServer.Variable] = PostgresUrl.Of(database.ConnectionString);
        using var node = Start(start);
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"The peer {script} ended with exit code {node.ExitCode}: {(await errors).Trim()}\n{Advice}");
        }

        using var measured = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        double Of(string name) => measured.RootElement.GetProperty(name).GetDouble();
        return new CoordinationRun(Of("per_s"), Of("p50_ms"), Of("p99_ms"), Of("rss_mb"), await database.WritesAsync());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"There is no program `node` on the path. {Advice}", e);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
