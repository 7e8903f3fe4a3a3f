using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace SelfHealing.Cli.Commands;

/// <summary>Options that several commands have in common.</summary>
internal static class Shared
{
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    public static Option<string?> Models() => new("--models")
    {
        Description = "Names of the models that vote, or of their voters (gpt:agentless), separated by commas. Without it, all.", HelpName = "A,B,C",
    };

    public static Option<double> MaxMinutes(double otherwise) => Number(
        "--max-minutes", "Wall-clock budget of the incident, in minutes.", otherwise, "a number of minutes above 0, at most 10000", n => n is > 0 and <= 10_000);

    /// <summary>An option with a number.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="description">What it is, with its unit.</param>
    /// <param name="otherwise">The value when it is not given.</param>
    /// <param name="needs">What it needs, for the error.</param>
    /// <param name="isValid">Whether a number is taken.</param>
    public static Option<T> Number<T>(string name, string description, T otherwise, string needs, Func<T, bool> isValid)
        where T : INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out var number) && isValid(number))
                {
                    return number;
                }

                result.AddError($"{name} needs {needs}.");
                return otherwise;
            },
        };

    /// <summary>An option with a number that may be left out.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="unit">What the number stands for, for the help.</param>
    /// <param name="description">What it is.</param>
    /// <param name="needs">What it needs, for the error.</param>
    /// <param name="isValid">Whether a number is taken.</param>
    public static Option<T?> Limit<T>(string name, string unit, string description, string needs, Func<T, bool> isValid)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = unit,
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }] && T.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && isValid(number))
                {
                    return number;
                }

                result.AddError($"{name} needs {needs}.");
                return null;
            },
        };

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
