using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.Models.Chat.Settings;

namespace SelfHealing.Models.Chat;

/// <summary>The models of the section <c>SelfHealing:Models</c>.</summary>
/// <remarks>The ledger is looked for when a client is opened: models can be listed and probed where there are no incidents.</remarks>
internal sealed class ChatModels(IOptions<ConfiguredModels> configured, KeyRing keys, SecretScrubber scrubber, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    : IChatModels, IDisposable
{
    private readonly List<ChatModel> _all =
        [.. configured.Value.Models.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new ChatModel(m.Key, m.Value, keys, scrubber, services.GetRequiredService<ICallLedger>, time, loggers))];

    public IReadOnlyList<IChatModel> All => _all;

    /// <summary>The same, with what only this room may know.</summary>
    internal IReadOnlyList<ChatModel> Whole => _all;

    public void Dispose() => _all.ForEach(model => model.Dispose());
}
