using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>The connection to a vendor: reads whole replies up to a limit and turns every fault into a <see cref="ModelException"/>.</summary>
/// <remarks>Below the vendors' clients, so that a fault is the same whichever of them asks, and no text of an error gets any further.</remarks>
internal sealed class VendorTransport : DelegatingHandler
{
    /// <summary>Largest reply that is read: a million tokens of text fit in.</summary>
    internal const int MostReplyBytes = 4 << 20;

    private const int MostErrorBytes = 64 << 10;

    private readonly VendorFaults _faults;

    /// <summary>Connects by sockets.</summary>
    public VendorTransport(VendorFaults faults, Uri endpoint)
        : this(faults, new SocketsHttpHandler
        {
            // A redirect would carry the key to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !endpoint.IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(30),
        })
    {
    }

    internal VendorTransport(VendorFaults faults, HttpMessageHandler inner)
        : base(inner) => _faults = faults;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        CallAttempts.Note();
        try
        {
            using var response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw _faults.Of(response, await CappedReply.ReadAsync(response.Content, MostErrorBytes, cancellationToken));
            }

            return Whole(response, await CappedReply.ReadAsync(response.Content, MostReplyBytes, cancellationToken) ?? throw _faults.TooLarge(MostReplyBytes));
        }
        catch (HttpRequestException e)
        {
            throw _faults.Unreachable(e.HttpRequestError);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw _faults.Unreachable(HttpRequestError.ResponseEnded);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _faults.Unreachable(HttpRequestError.ConnectionError);
        }
    }

    private static HttpResponseMessage Whole(HttpResponseMessage response, byte[] body)
    {
        var whole = new HttpResponseMessage(response.StatusCode) { Content = new ByteArrayContent(body), RequestMessage = response.RequestMessage, Version = response.Version };
        foreach (var header in response.Headers)
        {
            whole.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        whole.Content.Headers.ContentType = response.Content.Headers.ContentType;
        return whole;
    }
}
