using System.Diagnostics;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Soak;

/// <summary>Real repositories with remotes that take the branches: what went out twice is seen there.</summary>
internal sealed class SoakRepositories
{
    private readonly string[] _remotes;

    public SoakRepositories(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        _remotes = [.. Enumerable.Range(0, count).Select(number => Make(folder, number))];
    }

    /// <summary>The remote of an incident's repository.</summary>
    public string Of(int incident) => _remotes[incident % _remotes.Length];

    /// <summary>The incidents whose change is on some branch, once for each branch and each commit on it.</summary>
    public IEnumerable<string> Published() =>
        from remote in _remotes
        from branch in Git(remote, "for-each-ref", "--format=%(refname)", "refs/heads/selfheal/")
        from commit in Git(remote, "rev-list", branch, "^refs/heads/main")
        select branch[(branch.LastIndexOf('/') + 1)..];

    private static string Make(string folder, int number)
    {
        var work = Path.Combine(folder, $"work-{number}");
        Directory.CreateDirectory(work);
        File.WriteAllText(Path.Combine(work, BrokenProgram.Path), BrokenProgram.Text);
        File.WriteAllText(Path.Combine(work, "number.txt"), $"{number}\n");
        Git(work, "init", "-q", "-b", "main");
        Git(work, "add", "-A");
        Git(work, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "Start");
        var remote = Path.Combine(folder, $"remote-{number}.git");
        Git(folder, "clone", "-q", "--bare", work, remote);

        // A repository without a remote of its own takes the branch itself.
        Git(remote, "remote", "remove", "origin");
        return remote;
    }

    private static string[] Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with exit code {git.ExitCode}.");
    }
}
