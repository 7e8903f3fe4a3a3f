using System.CommandLine;
using SelfHealing.Cli.Silos;

namespace SelfHealing.Cli.Commands;

/// <summary>The options <c>--data</c> and <c>--server</c>, which every command has: where the incidents are.</summary>
internal sealed class DataOption(Surroundings surroundings)
{
    public Option<string> Option { get; } = new("--data")
    {
        Description = "The data folder: journal, artifacts and clones. Also $SELFHEAL_DATA.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => surroundings.DefaultDataFolder,
    };

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "A server that works on the incidents, instead of this machine. Also $SELFHEAL_SERVER; its token is read from $SELFHEAL_TOKEN.",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>The chosen folder as a full path.</summary>
    public string In(ParseResult parsed) =>
        parsed.GetValue(Option) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : throw new CliException("--data needs the path of a folder.", ExitCodes.Usage);

    /// <summary>Where the incidents are: a server's address or the folder, what is said on the command line before what is said in the environment.</summary>
    public string PlaceIn(ParseResult parsed)
    {
        var isFolderNamed = parsed.GetResult(Option) is { Implicit: false };
        if (parsed.GetValue(Server) is { } server)
        {
            return isFolderNamed
                ? throw new CliException("--data and --server are two places. Name one of them.", ExitCodes.Usage)
                : Address(server);
        }

        return isFolderNamed || surroundings.DefaultPlace == surroundings.DefaultDataFolder ? In(parsed) : Address(surroundings.DefaultPlace);
    }

    private static string Address(string server) => ServerAddress.Of(server) is not null
        ? server
        : throw new CliException($"'{server}' is not the address of a server. Addresses look like https://selfheal.example.org.", ExitCodes.Usage);
}
