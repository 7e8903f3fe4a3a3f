using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SelfHealing.Storage;

namespace SelfHealing.Silo;

/// <summary>The optional file with settings: <c>selfheal.json</c> in the data folder, or the one that <c>SELFHEAL_CONFIG</c> names.</summary>
public static class SettingsFile
{
    /// <summary>The variable that names another file.</summary>
    public const string Variable = "SELFHEAL_CONFIG";

    private static readonly string[] s_sections = ["SelfHealing", "Orleans", "ConnectionStrings", "Logging"];

    /// <summary>The file that is read if it is there.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="named">What <see cref="Variable"/> says; null or empty for nothing.</param>
    public static string PathFor(DataFolder folder, string? named)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return named is { Length: > 0 } ? Path.GetFullPath(named) : Path.Combine(folder.Root, "selfheal.json");
    }

    /// <summary>Adds the file's settings; what is added later goes before them.</summary>
    /// <exception cref="SettingsException">A named file is not there, or the file cannot be read or understood.</exception>
    internal static void AddSettingsFile(this IConfigurationBuilder configuration, DataFolder folder, string? named)
    {
        var path = PathFor(folder, named);
        if (!File.Exists(path))
        {
            if (named is { Length: > 0 })
            {
                throw new SettingsException($"{Variable} names the settings file {path}, and there is none. Make it, or unset {Variable}.");
            }

            return;
        }

        try
        {
            var settings = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
            if (settings.GetChildren().FirstOrDefault(s => !s_sections.Contains(s.Key, StringComparer.OrdinalIgnoreCase)) is { } stray)
            {
                throw new SettingsException($"The settings file {path} has '{stray.Key}' at its top. Settings stand below one of: {string.Join(", ", s_sections)}.");
            }

            configuration.AddConfiguration(settings);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException)
        {
            throw new SettingsException($"The settings file {path} is no sound JSON{Place(e)}. Mend it there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The settings file {path} cannot be read. Mend its rights, or name another with {Variable}.");
        }
    }

    /// <summary>The place of the fault, and no text of the file.</summary>
    private static string Place(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line })
            {
                return $" in line {line + 1}";
            }
        }

        return "";
    }
}
