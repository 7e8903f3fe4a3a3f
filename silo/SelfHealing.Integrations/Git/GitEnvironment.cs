using System.Collections;

namespace SelfHealing.Integrations.Git;

/// <summary>The environment and configuration of git commands: nothing that a repository brings runs, and nothing ever asks.</summary>
/// <remarks>
/// A sealed command sees neither the system's nor the user's configuration. A command that reaches a remote includes them, because
/// credential helpers, proxies, certificates, <c>url.*.insteadOf</c> and ssh settings are the user's and live there; what could run
/// something or change the result is overridden on the command line, which wins. No command ever runs inside the user's repository
/// except three that only read its configuration and references.
/// </remarks>
internal sealed class GitEnvironment
{
    /// <summary>Settings on every command line. They win over every file, and a transport's other end does not see them.</summary>
    public static readonly IReadOnlyList<string> Overrides =
    [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "core.attributesFile=/dev/null",
        "core.quotePath=false",
        "protocol.ext.allow=never",
        "submodule.recurse=false",
        "fetch.unpackLimit=1",
        "gc.auto=0",
        "maintenance.auto=false",
        "tar.umask=0022",
        "http.lowSpeedLimit=1",
        "http.lowSpeedTime=60",
    ];

    // What of the caller's own git variables a remote may need; all others (GIT_DIR, GIT_INDEX_FILE, GIT_CONFIG_…, GIT_TRACE…) would lead commands astray.
    private static readonly string[] Kept = ["GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_", "GIT_PROXY_", "GIT_HTTP_", "GIT_EXEC_PATH"];

    private readonly Dictionary<GitReach, IReadOnlyDictionary<string, string?>> _variables;

    /// <summary>Writes the configuration files below <paramref name="folder"/>.</summary>
    public GitEnvironment(string folder)
    {
        Directory.CreateDirectory(folder);
        _variables = new()
        {
            [GitReach.Sealed] = Variables(Write(folder, "sealed", AnyOwner), new(StringComparer.Ordinal)
            {
                ["GIT_CONFIG_NOSYSTEM"] = "1",
                ["GIT_ALLOW_PROTOCOL"] = "none",
                ["GIT_SSH_COMMAND"] = "false",
            }),
            [GitReach.Fetch] = Variables(Write(folder, "fetch", Ssh + UserFiles() + AnyOwner + QuickPack), new(StringComparer.Ordinal) { ["GIT_ALLOW_PROTOCOL"] = Transports }),
            [GitReach.Push] = Variables(Write(folder, "push", Ssh + UserFiles()), new(StringComparer.Ordinal) { ["GIT_ALLOW_PROTOCOL"] = Transports }),
        };
    }

    private static string Transports => "file:git:http:https:ssh";

    private static string AnyOwner => "[safe]\n\tdirectory = *\n";

    // The other end of a fetch from a folder reads this file too: it copies what it has instead of searching for the smallest pack (6 times faster for large files).
    private static string QuickPack => "[pack]\n\twindow = 0\n\tcompression = 1\n";

    // Before the user's files, so that his own ssh command wins.
    private static string Ssh => "[core]\n\tsshCommand = ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15\n";

    /// <summary>The variables of a command; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> For(GitReach reach) => _variables[reach];

    private static Dictionary<string, string?> Variables(string configuration, Dictionary<string, string?> particular)
    {
        var variables = new Dictionary<string, string?>(particular, StringComparer.Ordinal)
        {
            ["GIT_CONFIG_GLOBAL"] = configuration,
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "true",
            ["SSH_ASKPASS"] = "true",
            ["GIT_OPTIONAL_LOCKS"] = "0",
            ["GIT_NO_LAZY_FETCH"] = "1",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["GIT_LITERAL_PATHSPECS"] = "1",
            ["GIT_LFS_SKIP_SMUDGE"] = "1",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["LC_ALL"] = "C",
        };
        foreach (DictionaryEntry inherited in Environment.GetEnvironmentVariables())
        {
            var name = (string)inherited.Key;
            if (name.StartsWith("GIT_", StringComparison.Ordinal) && !Kept.Any(kept => name.StartsWith(kept, StringComparison.Ordinal)))
            {
                variables.TryAdd(name, null);
            }
        }

        return variables;
    }

    private static string UserFiles()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var files = Environment.GetEnvironmentVariable("GIT_CONFIG_GLOBAL") is { Length: > 0 } named
            ? (string[])[named]
            : [Path.Combine(Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "git", "config"), Path.Combine(home, ".gitconfig")];
        return "[include]\n" + string.Concat(files.Select(file => $"\tpath = \"{file.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n"));
    }

    private static string Write(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name + ".gitconfig");
        var written = path + "." + Path.GetRandomFileName();
        File.WriteAllText(written, content);
        File.Move(written, path, overwrite: true);
        return path;
    }
}
