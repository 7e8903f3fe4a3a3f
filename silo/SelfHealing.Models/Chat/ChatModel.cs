using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Ledger;
using SelfHealing.Models.Chat.Limits;
using SelfHealing.Models.Chat.Resilience;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.Models.Chat.Telemetry;
using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Chat;

/// <summary>One configured model: what all its calls share, and the way that each of them goes.</summary>
internal sealed class ChatModel : IChatModel, IDisposable
{
    private readonly SecretScrubber _scrubber;
    private readonly FairLimiter _limiter;
    private readonly Func<ICallLedger> _ledger;
    private readonly TimeProvider _time;
    private readonly OpenTelemetryChatClient _once;
    private readonly ModelPipeline _pipeline;

    public ChatModel(string name, ModelOptions options, KeyRing keys, SecretScrubber scrubber, Func<ICallLedger> ledger, TimeProvider time, ILoggerFactory loggers)
    {
        Name = name;
        Options = options;
        (_scrubber, _ledger, _time) = (scrubber, ledger, time);
        var vendor = VendorList.Find(options.Provider)!;
        Endpoint = options.Endpoint ?? vendor.DefaultEndpoint!;
        Place = KeyPlace.Of(vendor, options);
        Key = () => keys.Find(Place);
        scrubber.Learn(Key().Key);
        var faults = new VendorFaults(name, options, Endpoint, Place.ToString(), time);
        _limiter = new FairLimiter(options.MaxConcurrentCalls, options.RequestsPerMinute, options.TokensPerMinute, time);
        _pipeline = new ModelPipeline(name, options, faults, _limiter, time, loggers.CreateLogger<ModelPipeline>());
        var connection = new VendorConnection(vendor, options, Endpoint, Place, keys, scrubber, faults);
        _once = new OpenTelemetryChatClient(connection, logger: null, ChatTelemetry.Source) { EnableSensitiveData = false };
    }

    public string Name { get; }

    public ModelOptions Options { get; }

    /// <summary>Where it is asked.</summary>
    public Uri Endpoint { get; }

    /// <summary>Where its key is kept.</summary>
    public KeyPlace Place { get; }

    /// <summary>Looks whether the key is there.</summary>
    public Func<FoundKey> Key { get; }

    /// <summary>The way of a call, outermost first: settings, secrets and the verdict; the ledger; retries, each in its turn; the trace; the vendor.</summary>
    public IChatClient Open(CallContext context)
    {
        var asked = new ResilientClient(_once, _pipeline, context.Incident);
        var recorded = new LedgerClient(asked, _ledger(), context, Name, Options, _scrubber.Clean, _time);
        return new OpenedClient(Name, Options, _scrubber, recorded);
    }

    /// <summary>A client that asks once, without retries, on nobody's behalf: for looking whether the model answers.</summary>
    public IChatClient Probe => _once;

    public void Dispose()
    {
        _limiter.Dispose();
        _once.Dispose();
    }
}
