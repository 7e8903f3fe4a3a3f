using System.Text.RegularExpressions;
using SelfHealing.Incidents;

namespace SelfHealing.Silo.Http;

/// <summary>Which repositories and remotes a caller from elsewhere may name: those of servers, and none of the silos' own disks.</summary>
internal static partial class RepositoryPlaces
{
    /// <summary>Why a report must not be taken from a caller of another machine; null when it may.</summary>
    public static string? WhyRefused(IncidentReport report)
    {
        if (!IsOfServer(report.Repository))
        {
            return Sentence("repository");
        }

        return report.Remote is null || RemoteName.IsMatch(report.Remote) || IsOfServer(report.Remote) ? null : Sentence("remote");
    }

    private static bool IsOfServer(string address) => Url.IsMatch(address) || ShortSsh.IsMatch(address);

    private static string Sentence(string field) =>
        $"The field '{field}' must be the URL of a server (https, http, ssh or git). Paths on the gateway's own disk are taken only with {GatewayOptions.Section}:AllowLocalRepositories.";

    [GeneratedRegex(@"^(https?|ssh|git)://([^/\s]*@)?[A-Za-z0-9\[][^/\s\\]*/[^\s\0]*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Url { get; }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\s:\0]+$", RegexOptions.NonBacktracking)]
    private static partial Regex ShortSsh { get; }

    [GeneratedRegex("^origin$", RegexOptions.NonBacktracking)]
    private static partial Regex RemoteName { get; }
}
