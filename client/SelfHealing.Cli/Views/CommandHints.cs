using SelfHealing.Cli.Silos;

namespace SelfHealing.Cli.Views;

/// <summary>Commands as the user would type them, for copying.</summary>
/// <param name="Program">The program as it was called.</param>
/// <param name="Place">The data folder or the server, or null when it is the default one.</param>
internal sealed record CommandHints(string Program, string? Place)
{
    /// <summary>A command line of this program.</summary>
    public string Line(string command) => Place is null ? $"{Program} {command}"
        : $"{Program} {(ServerAddress.Of(Place) is null ? "--data" : "--server")} {Quote(Place)} {command}";

    /// <summary>An argument as a POSIX shell needs it.</summary>
    public static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or '@' or '+' or ',')
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
