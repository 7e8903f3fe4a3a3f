namespace SelfHealing.Silo.Databases;

/// <summary>The account under which a server of ours runs: PostgreSQL refuses to run as root.</summary>
/// <param name="Name">Its name.</param>
/// <param name="User">Its user id.</param>
/// <param name="Group">Its group id.</param>
internal sealed record ServerAccount(string Name, int User, int Group)
{
    private static readonly string[] s_preferred = ["postgres", "nobody"];

    /// <summary>The account to use; null when the process is not root and its own account will do.</summary>
    /// <exception cref="DatabaseException">The process is root, and there is no account with fewer rights.</exception>
    public static ServerAccount? Choose() => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? In(File.ReadLines("/etc/passwd")) : null;

    internal static ServerAccount In(IEnumerable<string> passwd)
    {
        var accounts = passwd
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3)
            .ToLookup(fields => fields[0], StringComparer.Ordinal);
        return s_preferred
            .Select(name => accounts[name].FirstOrDefault() is { } fields && int.TryParse(fields[2], out var user) && int.TryParse(fields[3], out var group)
                ? new ServerAccount(name, user, group)
                : null)
            .FirstOrDefault(account => account is not null)
            ?? throw new DatabaseException(
                "PostgreSQL does not run as root, and this machine has no account 'postgres' or 'nobody' to run it. Make one (useradd --system postgres), or run this as another user.");
    }

    /// <summary>The command line that runs a program under this account.</summary>
    public IEnumerable<string> Prefix => ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--no-new-privs"];
}
