using System.CommandLine;

namespace SelfHealing.Cli.Commands;

/// <summary>Options that several commands have in common.</summary>
internal static class Shared
{
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<string?> Models() => new("--models") { Description = "Names of the models that vote, separated by commas. Without it, all.", HelpName = "A,B,C" };

    public static Option<double> MaxMinutes(double otherwise)
    {
        var option = new Option<double>("--max-minutes") { Description = "Wall-clock budget of the incident, in minutes.", HelpName = "N", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is not (> 0 and <= 10_000))
            {
                result.AddError("--max-minutes needs a number of minutes above 0, at most 10000.");
            }
        });
        return option;
    }

    /// <summary>Names between commas, without spaces and without empty ones.</summary>
    public static IReadOnlyList<string> Names(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public static void RefuseEmpty(Option<string> option) => option.Validators.Add(result =>
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
        {
            result.AddError($"{option.Name} must not be empty.");
        }
    });
}
