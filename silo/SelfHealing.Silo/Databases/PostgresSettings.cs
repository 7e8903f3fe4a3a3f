using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Databases;

/// <summary>What is kept of a server of ours, in a file that its owner alone may read.</summary>
/// <param name="Port">Its port on the loopback address.</param>
/// <param name="Administrator">Password of the role <c>postgres</c>.</param>
/// <param name="Password">Password of the role <c>selfheal</c>, which owns the database and nothing else.</param>
internal sealed record PostgresSettings(int Port, string Administrator, string Password)
{
    /// <summary>Reads the file; null when there is none.</summary>
    public static PostgresSettings? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<PostgresSettings>(File.ReadAllBytes(path), StoredJson.Options) : null;

    /// <summary>New passwords and a free port.</summary>
    public static PostgresSettings New() => new(FreePort(), NewPassword(), NewPassword());

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path)
    {
        var written = path + ".new";
        File.Delete(written);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(written, options))
        {
            JsonSerializer.Serialize(file, this, StoredJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(written, path, overwrite: true);
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
