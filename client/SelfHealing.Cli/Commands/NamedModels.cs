using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Silos;
using SelfHealing.Models.Catalog;
using SelfHealing.Repair.Engines;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary>Looks at the names of <c>--models</c> before anything is made, so that a slip of the pen costs nothing.</summary>
internal static class NamedModels
{
    /// <summary>Refuses names that are neither an engine, nor a configured chat model, nor one of its voters.</summary>
    /// <exception cref="CliException">A name is unknown; the sentence lists those that are known.</exception>
    /// <remarks>A server knows its models itself.</remarks>
    public static void Check(IReadOnlyList<string> names, string place)
    {
        if (ServerAddress.Of(place) is not null)
        {
            return;
        }

        var builtIn = BuiltInEngines.All.Select(e => e.Name).ToList();
        if (names.All(builtIn.Contains))
        {
            return;
        }

        using var host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(place) });
        var chat = host.Services.GetRequiredService<IModelCatalog>().Chat;
        var known = builtIn.Concat(chat.SelectMany(m => m.Voters.Prepend(m.Name))).ToList();
        if (names.FirstOrDefault(n => !known.Contains(n)) is { } unknown)
        {
            throw new CliException($"There is no model named '{unknown}'. The models are: {string.Join(", ", known)}.", ExitCodes.Usage);
        }
    }
}
