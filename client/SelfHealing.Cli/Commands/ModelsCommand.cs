using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Views;
using SelfHealing.Models.Catalog;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal models</c>: who may vote, how each chat model is configured, and whether it answers.</summary>
internal static class ModelsCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var json = Shared.Json("Print one JSON document on standard output.");
        var command = new Command("models", "List the models that may be used, built-in ones and chat models.") { json, Check(surroundings, data) };
        command.SetAction((parsed, _) => Task.FromResult(List(surroundings, data.In(parsed), parsed.GetValue(json))));
        return command.WithExamples("selfheal models", "selfheal models --json", "selfheal models check");
    }

    private static Command Check(Surroundings surroundings, DataOption data)
    {
        var names = new Argument<string[]>("NAME") { Description = "Names of chat models; without any, all of them.", Arity = ArgumentArity.ZeroOrMore };
        var json = Shared.Json("Print a JSON list on standard output.");
        var command = new Command("check", "Prove each chat model with one small real call, and say what is wrong with those that do not answer.") { names, json };
        command.SetAction((parsed, cancellationToken) =>
            CheckAsync(surroundings, data.In(parsed), parsed.GetValue(names) ?? [], parsed.GetValue(json), cancellationToken));
        return command.WithExamples("selfheal models check", "selfheal models check gpt claude --json");
    }

    private static int List(Surroundings surroundings, string dataFolder, bool json)
    {
        using var host = Open(dataFolder);
        var catalog = host.Services.GetRequiredService<IModelCatalog>();
        if (json)
        {
            surroundings.Terminal.WriteData(RepairDocument.Serialize(new { catalog.BuiltIn, catalog.Chat }));
        }
        else
        {
            var file = SettingsFile.PathFor(DataFolder.Open(dataFolder), surroundings.Variable(SettingsFile.Variable));
            surroundings.Terminal.Out.Write(new ModelsView(catalog.BuiltIn, catalog.Chat, file, surroundings.HintsFor(dataFolder)));
        }

        return ExitCodes.Fixed;
    }

    private static async Task<int> CheckAsync(Surroundings surroundings, string dataFolder, string[] names, bool json, CancellationToken cancellationToken)
    {
        surroundings.Interruption.Sentence = "Stopped. Nothing was changed.";
        using var host = Open(dataFolder);
        var catalog = host.Services.GetRequiredService<IModelCatalog>();
        var known = catalog.Chat.Select(m => m.Name).ToList();
        if (names.FirstOrDefault(n => !known.Contains(n)) is { } unknown)
        {
            throw new CliException(
                known.Count == 0 ? $"No chat model is named '{unknown}', because none is configured." : $"No chat model is named '{unknown}'. The chat models are: {string.Join(", ", known)}.",
                ExitCodes.Usage);
        }

        var checks = await Waiting.ForAsync(surroundings.Terminal, "Asking", _ =>
            Task.WhenAll((names.Length > 0 ? names.Distinct(StringComparer.Ordinal) : known).Select(name => catalog.CheckAsync(name, cancellationToken))));
        if (json)
        {
            surroundings.Terminal.WriteData(RepairDocument.Serialize(checks.Select(Checked.Of).ToList()));
        }
        else if (checks.Length == 0)
        {
            surroundings.Terminal.Say($"No chat model is configured. See how: {surroundings.HintsFor(dataFolder).Line("models")}");
        }
        else
        {
            surroundings.Terminal.Out.Write(new ModelChecksView(checks));
        }

        return checks.Any(c => c.Fault is not null) ? ExitCodes.Error : ExitCodes.Fixed;
    }

    private static Microsoft.Extensions.Hosting.IHost Open(string dataFolder) =>
        EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(dataFolder) });

    /// <summary>One model of <c>models check --json</c>.</summary>
    internal sealed record Checked(string Name, bool Ok, double Seconds, long? InputTokens, long? OutputTokens, Models.ModelFault? Fault, string? Problem)
    {
        public static Checked Of(ModelCheck check) =>
            new(check.Name, check.Fault is null, Math.Round(check.Latency.TotalSeconds, 3), check.InputTokens, check.OutputTokens, check.Fault, check.Problem);
    }
}
