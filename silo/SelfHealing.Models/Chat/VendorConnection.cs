using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Chat;

/// <summary>The innermost client of a model: takes the key from its place for each call, asks the vendor once and tells faults in our words.</summary>
internal sealed class VendorConnection(
    IVendor vendor, ModelOptions options, Uri endpoint, KeyPlace place, KeyRing keys, SecretScrubber scrubber, VendorFaults faults) : IChatClient
{
    private readonly Lock _gate = new();
    private readonly VendorTransport _transport = new(faults, endpoint);
    private (string? Key, IChatClient Client)? _open;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = Open();
        try
        {
            var response = await client.GetResponseAsync(messages, options, cancellationToken);
            // OpenAI's responses leave it out when nothing stopped them early.
            response.FinishReason ??= response.Messages.Any(m => m.Contents.OfType<FunctionCallContent>().Any()) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
            return response;
        }
        catch (Exception e) when (e is not ModelException and not OperationCanceledException)
        {
            // What a vendor's client says about a fault may quote the reply, so only its kind is told.
            for (var cause = e; cause is not null; cause = cause.InnerException)
            {
                if (cause is ModelException fault)
                {
                    throw fault;
                }
            }

            throw faults.Malformed(e);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(vendor.TelemetryName, endpoint, options.Model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => _transport.Dispose();

    /// <summary>A key that was exchanged in its file is used from the next call on.</summary>
    private IChatClient Open()
    {
        var found = keys.Find(place);
        if (found.Problem is { } problem)
        {
            throw faults.NoKey(problem);
        }

        scrubber.Learn(found.Key);
        lock (_gate)
        {
            if (_open is not { } open || open.Key != found.Key)
            {
                open = (found.Key, vendor.Connect(options, endpoint, found.Key, new HttpClient(_transport, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }));
                _open = open;
            }

            return open.Client;
        }
    }
}
