using Spectre.Console;

namespace SelfHealing.Cli.Views;

/// <summary>The few colours and signs that everything is drawn with.</summary>
internal static class Palette
{
    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Quiet { get; } = new(Color.Grey);

    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Busy { get; } = new(Color.Aqua);

    public static Style Careful { get; } = new(Color.Yellow);

    private static readonly string[] Spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

    private static readonly string[] PlainSpinner = ["|", "/", "-", "\\"];

    /// <summary>The sign of a state; a running one turns with <paramref name="frame"/>.</summary>
    public static (string Sign, Style Style) Sign(StageState state, int frame, bool unicode) => state switch
    {
        StageState.Done => (unicode ? "✓" : "+", Good),
        StageState.Failed => (unicode ? "✗" : "x", Bad),
        StageState.Running => (unicode ? Spinner[frame % Spinner.Length] : PlainSpinner[frame % PlainSpinner.Length], Busy),
        _ => (unicode ? "·" : ".", Quiet),
    };
}
