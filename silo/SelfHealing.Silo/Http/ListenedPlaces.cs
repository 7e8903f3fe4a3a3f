using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Silo.Http;

/// <summary>Where the process listens. Nothing but this machine may reach an API that asks for no token.</summary>
internal sealed class ListenedPlaces(CallerTokens tokens)
{
    private volatile bool _isOpen;

    /// <summary>True when only processes of this machine can reach the API.</summary>
    public bool AreLoopbackOnly => !_isOpen;

    /// <summary>Takes note of an address before it is listened on.</summary>
    /// <exception cref="SettingsException">Others could reach it, and there is no token.</exception>
    public void Add(EndPoint place)
    {
        if (place is UnixDomainSocketEndPoint || (place is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address)))
        {
            return;
        }

        _isOpen = true;
        if (!tokens.AreNeeded)
        {
            throw new SettingsException(
                $"The gateway would listen on {place}, where other machines reach it, and no caller needs a token. "
                + $"Set {GatewayOptions.Section}:Tokens:NAME:TokenFile to a file with a token, or listen on 127.0.0.1 only.");
        }
    }
}
