using System.Text.RegularExpressions;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>The error of a remote that could not be used, in the remote's own words.</summary>
internal static partial class RemoteFailure
{
    public static RepositoryException Of(string what, RepositoryAddress address, GitResult result) => new(
        $"The repository {address} could not be {what}: {GitWords.Clean(result.Error)}. {Advice(result.Error)}", isUserError: true);

    /// <summary>What to do about it. Addresses, which git quotes, may hold any word and say nothing of the cause.</summary>
    public static string Advice(string error) => AdviceOn(Quoted.Replace(error, "''"));

    private static string AdviceOn(string error) => error switch
    {
        _ when Has(error, "dubious ownership") => "It belongs to another user: trust it with git config --global --add safe.directory, then resume.",
        _ when Has(error, "Authentication failed") || Has(error, "could not read Username") || Has(error, "terminal prompts disabled") || Has(error, "returned error: 401") || Has(error, "returned error: 403") =>
            "Give git credentials for it (a credential helper, or user and token in the URL), then resume.",
        _ when Has(error, "Permission denied") || Has(error, "Host key verification failed") => "Check with ssh that the host is known and the key is accepted without a question, then resume.",
        _ when Has(error, "not found") || Has(error, "does not appear to be a git repository") || Has(error, "does not exist") => "Check the address.",
        _ => "Check the address and the network, then resume.",
    };

    private static bool Has(string error, string words) => error.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("'[^']*'", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted { get; }
}
