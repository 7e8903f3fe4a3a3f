using System.CommandLine;

namespace SelfHealing.Cli.Commands;

/// <summary>The option <c>--data</c>, which every command has.</summary>
internal sealed class DataOption
{
    public DataOption(Surroundings surroundings) => Option = new Option<string>("--data")
    {
        Description = "The data folder: journal, artifacts and clones. Also $SELFHEAL_DATA.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => surroundings.DefaultDataFolder,
    };

    public Option<string> Option { get; }

    /// <summary>The chosen folder as a full path.</summary>
    public string In(ParseResult parsed) =>
        parsed.GetValue(Option) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : throw new CliException("--data needs the path of a folder.", ExitCodes.Usage);
}
