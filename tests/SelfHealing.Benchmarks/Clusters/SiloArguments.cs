using System.Globalization;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>The settings of a benchmark's silo, as its command line takes them.</summary>
internal static class SiloArguments
{
    /// <summary>The cluster of every benchmark; each has a database of its own.</summary>
    public const string ClusterId = "bench";

    public static string[] Of(Database database, string folder, int places, params (string Key, string Value)[] more)
    {
        (string Key, string Value)[] settings =
        [
            ("ConnectionStrings:selfheal", database.ConnectionString),
            ("Orleans:ClusterId", ClusterId),
            ("Orleans:ServiceId", ClusterId),
            ("SelfHealing:DataFolder", folder),
            ("SelfHealing:Admission:PlacesPerSilo", places.ToString(CultureInfo.InvariantCulture)),
            ("SelfHealing:Fitness:Places", places.ToString(CultureInfo.InvariantCulture)),
            ("Logging:LogLevel:Default", "Warning"),
            .. more,
        ];
        return [.. settings.Select(s => $"--{s.Key}={s.Value}")];
    }
}
