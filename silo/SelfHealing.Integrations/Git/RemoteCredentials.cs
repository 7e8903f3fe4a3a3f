namespace SelfHealing.Integrations.Git;

/// <summary>Hands the credentials of a URL to git by a helper of one line that reads them from its environment.</summary>
/// <remarks>Command lines are public on a machine and git prints URLs; the environment of a process is its owner's alone.</remarks>
internal static class RemoteCredentials
{
    private const string Helper = "credential.helper=!f() { test \"$1\" != get || printf 'username=%s\\npassword=%s\\n' \"$SELFHEAL_GIT_USER\" \"$SELFHEAL_GIT_PASSWORD\"; }; f";

    /// <summary>The call with the address's credentials, if it has any.</summary>
    public static GitCall Reached(this RepositoryAddress address, GitCall call) => address.User is null
        ? call
        : call with
        {
            // With a password the URL decides alone; a user name alone is the last resort behind the user's own helpers.
            Settings = [.. call.Settings, .. address.Password is null ? (string[])[] : ["credential.helper="], Helper],
            Variables = new Dictionary<string, string?>(call.Variables, StringComparer.Ordinal)
            {
                ["SELFHEAL_GIT_USER"] = address.User,
                ["SELFHEAL_GIT_PASSWORD"] = address.Password ?? "",
            },
        };
}
