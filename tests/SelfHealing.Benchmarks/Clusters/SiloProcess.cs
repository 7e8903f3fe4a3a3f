using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>A silo that is a process of its own, as in production, with stand-ins behind its ports.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private SiloProcess(Process process, StreamWriter log, int siloPort)
    {
        _process = process;
        _log = log;
        SiloPort = siloPort;
    }

    /// <summary>Its port for other silos, which tells its address.</summary>
    public int SiloPort { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Memory that it holds, in bytes.</summary>
    public long Rss
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a silo, which joins the cluster by itself.</summary>
    public static SiloProcess Start(string name, string folder, IEnumerable<string> arguments, StandInSettings standIns)
    {
        Directory.CreateDirectory(folder);
        var siloPort = FreePort();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "SelfHealing.TestSilo"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all = [.. arguments, $"--Orleans:Endpoints:SiloPort={siloPort}", $"--Orleans:Endpoints:GatewayPort={FreePort()}", $"--Orleans:Name={name}", "--urls=http://127.0.0.1:0"];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        standIns.AddTo(start.Environment);
        var log = new StreamWriter(new FileStream(Path.Combine(folder, $"{name}.out"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The silo did not start.");
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new SiloProcess(process, log, siloPort);
    }

    /// <summary>Waits for its end; tells when it was.</summary>
    public async Task<(int Index, DateTimeOffset EndedAt)> EndAsync(int index, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (index, new DateTimeOffset(_process.ExitTime));
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
        await _log.DisposeAsync();
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream.CanWrite)
            {
                log.WriteLine(line);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
