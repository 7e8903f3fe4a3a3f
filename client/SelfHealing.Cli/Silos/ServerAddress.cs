namespace SelfHealing.Cli.Silos;

/// <summary>The place of incidents that is no folder of this machine: the address of a server.</summary>
internal static class ServerAddress
{
    /// <summary>The address that a place is; null for a data folder.</summary>
    public static Uri? Of(string place) =>
        place.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || place.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? Uri.TryCreate(place, UriKind.Absolute, out var address)
                ? address
                : throw new CliException($"'{place}' is not the address of a server. Addresses look like https://selfheal.example.org.", ExitCodes.Usage)
            : null;
}
