using Spectre.Console;

namespace SelfHealing.Cli.Terminals;

/// <summary>Where the command writes: data on standard output, everything else on standard error.</summary>
/// <param name="Out">Standard output, for renderables.</param>
/// <param name="Error">Standard error, for renderables.</param>
/// <param name="IsLive">True when standard error is a terminal that can be redrawn.</param>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, bool IsLive)
{
    /// <summary>Width given to lines that go to a file or a pipe: nobody wants them wrapped.</summary>
    private const int Unwrapped = 4096;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var isLive = !Console.IsErrorRedirected && !isDumb;
        return new Terminal(
            Create(Console.Out, !Console.IsOutputRedirected && !isDumb, Console.IsOutputRedirected, colours),
            Create(Console.Error, isLive, Console.IsErrorRedirected, colours),
            isLive);
    }

    /// <summary>Writes one line of data exactly as it is.</summary>
    public void WriteData(string line) => Out.Profile.Out.Writer.WriteLine(line);

    /// <summary>Writes one plain line to standard error.</summary>
    public void Say(string line)
    {
        Error.Profile.Out.Writer.WriteLine(line);
        Error.Profile.Out.Writer.Flush();
    }

    /// <summary>Says what went wrong.</summary>
    public void Complain(string sentence)
    {
        if (Error.Profile.Capabilities.Ansi)
        {
            Error.Write(new Markup($"[red]{SafeText.Clean(sentence).EscapeMarkup()}[/]\n"));
        }
        else
        {
            Say(SafeText.Clean(sentence));
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool ansi, bool redirected, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ansi && colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
}
