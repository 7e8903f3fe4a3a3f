using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Settings;
using SelfHealing.Repair.Engines;

namespace SelfHealing.Models.Catalog;

/// <summary>The built-in engines and the configured chat models.</summary>
internal sealed class ModelCatalog(ChatModels models, TimeProvider time) : IModelCatalog
{
    /// <summary>Room for models that think before they write; one that needs more has answered all the same.</summary>
    private const int MostTokens = 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public IReadOnlyList<BuiltInEntry> BuiltIn { get; } = [.. BuiltInEngines.All.Select(engine => new BuiltInEntry(engine.Name, engine.Description))];

    public IReadOnlyList<ChatEntry> Chat => [.. models.Whole.Select(EntryOf)];

    public async Task<ModelCheck> CheckAsync(string name, CancellationToken cancellationToken)
    {
        var model = models.Whole.FirstOrDefault(m => m.Name == name) ?? throw new ArgumentException($"No chat model is named '{name}'.", nameof(name));
        var began = time.GetTimestamp();
        var wait = model.Options.Timeout < s_patience ? model.Options.Timeout : s_patience;
        using var limit = new CancellationTokenSource(wait, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var options = new ChatOptions
            {
                ModelId = model.Options.Model,
                MaxOutputTokens = Math.Min(MostTokens, model.Options.MaxOutputTokens),
                Temperature = (float?)model.Options.Temperature,
            };
            var response = await model.Probe.GetResponseAsync("Answer with the one word: ready", options, both.Token);
            return ReplyVerdict.Of(name, response, options) is { } fault && response.FinishReason != ChatFinishReason.Length
                ? Failed(fault.Fault, fault.Message)
                : new ModelCheck(name, time.GetElapsedTime(began), response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, null, null);
        }
        catch (ModelException fault)
        {
            return Failed(fault.Fault, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ModelFault.TimedOut, $"The model '{name}' ({model.Options.Provider} at {model.Endpoint.Host}) did not answer within {wait.TotalSeconds:0.#} s. Try again, or mend SelfHealing:Models:{name}:Endpoint.");
        }

        ModelCheck Failed(ModelFault fault, string problem) => new(name, time.GetElapsedTime(began), null, null, fault, problem);
    }

    private static ChatEntry EntryOf(ChatModel model)
    {
        var options = model.Options;
        var key = model.Key();
        var roles = options.Roles.Count > 0 ? options.Roles : [.. ModelsSection.Roles];
        var strategies = !roles.Contains("coder") ? [] : options.Strategies.Count > 0 ? options.Strategies : [.. ModelsSection.Strategies];
        return new ChatEntry
        {
            Name = model.Name,
            Provider = options.Provider,
            Model = options.Model,
            Endpoint = model.Endpoint.Authority,
            KeyPlace = model.Place.IsNeeded ? model.Place.ToString() : null,
            HasKey = key.Problem is null,
            KeyProblem = key.Problem,
            Roles = [.. roles],
            Strategies = [.. strategies],
            Voters = [.. strategies.Select(strategy => $"{model.Name}:{strategy}")],
            InputPrice = options.InputPrice,
            CachedInputPrice = options.CachedInputPrice ?? options.InputPrice,
            OutputPrice = options.OutputPrice,
            MaxConcurrentCalls = options.MaxConcurrentCalls,
            RequestsPerMinute = options.RequestsPerMinute,
            TokensPerMinute = options.TokensPerMinute,
        };
    }
}
