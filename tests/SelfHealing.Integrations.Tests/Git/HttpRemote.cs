using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SelfHealing.Integrations.Tests.Git;

/// <summary>A real smart-http remote: <c>git http-backend</c> behind a listener that asks for a password.</summary>
internal sealed class HttpRemote : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly string _root;
    private readonly string _authorization;
    private readonly Task _serving;

    public HttpRemote(string root, string user, string password)
    {
        _root = root;
        _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        (_listener, Port) = Listen();
        _serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    /// <summary>A listener takes no port 0, so a free port is tried until nobody else was quicker.</summary>
    private static (HttpListener Listener, int Port) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            _listener.IsListening.ShouldBeFalse();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        if (context.Request.Headers["Authorization"] != _authorization)
        {
            context.Response.StatusCode = 401;
            context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"git\"");
            context.Response.Close();
            return;
        }

        using var backend = Process.Start(Backend(context.Request))!;
        var sending = SendAsync(context.Request.InputStream, backend);
        using var output = new MemoryStream();
        await backend.StandardOutput.BaseStream.CopyToAsync(output);
        await sending;
        var all = output.ToArray();
        var head = all.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(all, 0, head).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "Status")
            {
                context.Response.StatusCode = int.Parse(value[..3]);
            }
            else
            {
                context.Response.AddHeader(name, value);
            }
        }

        await context.Response.OutputStream.WriteAsync(all.AsMemory(head + 4));
        context.Response.Close();
    }

    private static async Task SendAsync(Stream body, Process backend)
    {
        await body.CopyToAsync(backend.StandardInput.BaseStream);
        backend.StandardInput.Close();
    }

    private ProcessStartInfo Backend(HttpListenerRequest request)
    {
        var start = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("GIT_PROJECT_ROOT", _root), ("GIT_HTTP_EXPORT_ALL", "1"), ("REQUEST_METHOD", request.HttpMethod), ("PATH_INFO", request.Url!.AbsolutePath),
            ("QUERY_STRING", request.Url.Query.TrimStart('?')), ("CONTENT_TYPE", request.ContentType), ("REMOTE_USER", "ann"),
            ("HTTP_CONTENT_ENCODING", request.Headers["Content-Encoding"]), ("GIT_PROTOCOL", request.Headers["Git-Protocol"]), ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ])
        {
            start.Environment[name] = value ?? "";
        }

        return start;
    }
}
