namespace SelfHealing.Cli.Views;

/// <summary>Commands as the user would type them, for copying.</summary>
/// <param name="Program">The program as it was called.</param>
/// <param name="DataFolder">The data folder, or null when it is the default one.</param>
internal sealed record CommandHints(string Program, string? DataFolder)
{
    /// <summary>A command line of this program.</summary>
    public string Line(string command) => DataFolder is null ? $"{Program} {command}" : $"{Program} --data {Quote(DataFolder)} {command}";

    /// <summary>An argument as a POSIX shell needs it.</summary>
    public static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '=' or ':' or '@' or '+' or ',')
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
