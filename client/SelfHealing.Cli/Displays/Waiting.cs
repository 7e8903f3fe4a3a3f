using SelfHealing.Cli.Terminals;
using Spectre.Console;

namespace SelfHealing.Cli.Displays;

/// <summary>Shows what is being waited for outside of an incident: a silo that starts, an image that is built.</summary>
internal static class Waiting
{
    /// <summary>Runs the work with a spinner on a terminal, and with a line per step elsewhere.</summary>
    public static async Task<T> ForAsync<T>(Terminal terminal, string first, Func<IProgress<string>, Task<T>> work)
    {
        if (!terminal.IsLive)
        {
            return await work(new Told(line => terminal.Say(SafeText.Line(line))));
        }

        return await terminal.Error.Status().Spinner(Spinner.Known.Dots).SpinnerStyle(Views.Palette.Busy).StartAsync(
            SafeText.Markup(first),
            status => work(new Told(line => status.Status = SafeText.Markup(line))));
    }

    /// <summary>Tells on the caller's thread and in order, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
