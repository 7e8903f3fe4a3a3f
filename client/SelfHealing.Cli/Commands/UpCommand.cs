using System.CommandLine;
using System.Net;
using SelfHealing.Cli.Clusters;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal up</c>: a whole cluster on this machine, in the foreground.</summary>
internal static class UpCommand
{
    private const int Most = 64;

    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var silos = Silos("--silos", "Silos to begin with. Without limits their number stays; otherwise it follows the queue. Default: 2, or --min.");
        var min = Silos("--min", "Fewest silos. Default: --silos.");
        var max = Silos("--max", "Most silos. Default: --silos.");
        var database = new Option<string?>("--database")
        {
            Description = "Connection string of a PostgreSQL database. Default: $ConnectionStrings__selfheal, the settings file, or a server made for the data folder.",
            HelpName = "CONNECTION",
        };
        var http = Http();
        var json = Shared.Json("Print what happens as JSON lines on standard output.");
        var command = new Command("up", "Run a cluster on this machine: a database, silos, a gateway and their supervisor. Ctrl+C stops it.") { silos, min, max, database, http, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = UpOptions.Create(parsed.GetValue(silos), parsed.GetValue(min), parsed.GetValue(max), parsed.GetValue(database), parsed.GetValue(http)!);
            var folder = DataFolder.Open(data.In(parsed));
            return new UpRun(surroundings, folder, options, Display(surroundings, folder, parsed.GetValue(json))).RunAsync(cancellationToken);
        });
        return command.WithExamples("selfheal up", "selfheal up --silos 4", "selfheal up --min 2 --max 8 --http 127.0.0.1:8080");
    }

    private static IClusterDisplay Display(Surroundings surroundings, DataFolder folder, bool json) =>
        json ? new JsonClusterDisplay(surroundings.Terminal)
        : surroundings.Terminal.IsLive ? new LiveClusterDisplay(surroundings.Terminal, surroundings.Time, surroundings.HintsFor(folder.Root))
        : new LineClusterDisplay(surroundings.Terminal);

    private static Option<int?> Silos(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number is >= 1 and <= Most)
            {
                return number;
            }

            result.AddError($"{name} needs a number of silos from 1 to {Most}.");
            return null;
        },
    };

    private static Option<IPEndPoint> Http() => new("--http")
    {
        Description = $"Where the gateway listens. Off this machine it needs a token, see the guide. Default: {UpOptions.DefaultHttp}.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => IPEndPoint.Parse(UpOptions.DefaultHttp),
        CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var text }] && IPEndPoint.TryParse(text, out var endpoint) && text.EndsWith($":{endpoint.Port}", StringComparison.Ordinal))
            {
                return endpoint.Port > 0 ? endpoint : new IPEndPoint(endpoint.Address, SlotPorts.FreePort());
            }

            result.AddError("--http needs an IP address and a port, for instance 127.0.0.1:5480; port 0 takes a free one.");
            return null;
        },
    };
}
