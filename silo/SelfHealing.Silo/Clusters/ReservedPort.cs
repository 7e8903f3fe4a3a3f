using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Silo.Clusters;

/// <summary>Chooses a free port that no other silo of this machine chooses, however many start at once.</summary>
/// <remarks>
/// Orleans opens its ports late and cannot be handed an open socket. So a port is taken from a range below the one from which the operating
/// system gives outgoing connections theirs, and a file that is locked as long as the process lives keeps other silos from it.
/// </remarks>
internal static class ReservedPort
{
    private const int First = 21_000;
    private const int Count = 9_000;

    private static readonly List<FileStream> _held = [];

    /// <summary>A port that is free now and stays reserved for this process.</summary>
    /// <exception cref="SettingsException">The whole range is in use.</exception>
    public static int Take()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"selfheal-ports-{Environment.UserName}")).FullName;
        var from = Random.Shared.Next(Count);
        for (var i = 0; i < Count; i++)
        {
            var port = First + ((from + i) % Count);
            if (TryReserve(Path.Combine(folder, port.ToString())) is { } held)
            {
                if (IsFree(port))
                {
                    lock (_held)
                    {
                        _held.Add(held);
                    }

                    return port;
                }

                held.Dispose();
            }
        }

        throw new SettingsException($"Every port from {First} to {First + Count - 1} is in use. Name free ones with Orleans:Endpoints:SiloPort and Orleans:Endpoints:GatewayPort.");
    }

    private static FileStream? TryReserve(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
