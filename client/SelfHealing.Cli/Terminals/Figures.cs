using System.Globalization;

namespace SelfHealing.Cli.Terminals;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    /// <summary>A duration with two figures: <c>0.4s</c>, <c>12s</c>, <c>3m 05s</c>, <c>1h 02m</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0 } => "0.0s",
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0}s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}m {duration.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}h {duration.Minutes:00}m"),
    };

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 test</c>, <c>2 tests</c>.</summary>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>US dollars: <c>$12.30</c>, and small amounts with four digits: <c>$0.0142</c>.</summary>
    public static string Money(decimal dollars) => dollars switch
    {
        0 => "$0",
        < 0.0001m => "<$0.0001",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.0000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${dollars:N2}"),
    };

    /// <summary>A probability with two figures.</summary>
    public static string Probability(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>How long ago, roughly: <c>just now</c>, <c>5 min ago</c>, <c>3 h ago</c>, <c>2 days ago</c>.</summary>
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min ago",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h ago",
        _ => $"{Count((int)age.TotalDays, "day")} ago",
    };
}
