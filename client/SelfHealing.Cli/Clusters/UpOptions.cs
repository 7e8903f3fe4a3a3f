using System.Net;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Clusters;

/// <summary>What <c>selfheal up</c> was asked for.</summary>
/// <param name="Silos">How many silos it begins with.</param>
/// <param name="Rules">How many there may be.</param>
/// <param name="Database">The connection string; null for that of the settings, or a server of the data folder's own.</param>
/// <param name="Http">Where the gateway listens.</param>
internal sealed record UpOptions(int Silos, ScalingRules Rules, string? Database, IPEndPoint Http)
{
    /// <summary>Where the gateway listens when nothing else is said.</summary>
    public const string DefaultHttp = "127.0.0.1:5480";

    /// <summary>Reads the numbers of silos: without limits it stays at the number it begins with.</summary>
    /// <exception cref="CliException">They contradict each other.</exception>
    public static UpOptions Create(int? silos, int? min, int? max, string? database, IPEndPoint http)
    {
        var least = min ?? silos ?? Math.Min(2, max ?? 2);
        var most = max ?? Math.Max(silos ?? least, least);
        var first = silos ?? least;
        if (least > most)
        {
            throw new CliException($"--min {least} is more than --max {most}. Give a --max of at least {least}.", ExitCodes.Usage);
        }

        if (first < least || first > most)
        {
            throw new CliException($"--silos {first} lies outside of --min {least} and --max {most}. Give a number between them.", ExitCodes.Usage);
        }

        return new UpOptions(first, new ScalingRules(least, most), database, http);
    }
}
