using CliWrap.Buffered;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>A real git repository with a bare remote.</summary>
internal sealed class TestRepository
{
    private TestRepository(string folder, string remote)
    {
        Folder = folder;
        Remote = remote;
    }

    /// <summary>Its working tree.</summary>
    public string Folder { get; }

    /// <summary>Its bare remote.</summary>
    public string Remote { get; }

    /// <summary>Copies a folder, commits it and pushes it to a new bare remote.</summary>
    public static async Task<TestRepository> CreateAsync(string parent, string source, string? name = null)
    {
        var folder = Path.Combine(parent, name ?? Path.GetFileName(source));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            if (path is "fixture.json" || path.Contains("__pycache__", StringComparison.Ordinal) || path.Contains(".pytest_cache", StringComparison.Ordinal))
            {
                continue;
            }

            var copy = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var repository = new TestRepository(folder, folder + ".git");
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await repository.GitAsync("config", "user.name", "Somebody");
        await repository.GitAsync("config", "user.email", "somebody@example.org");
        await repository.CommitAsync("First version");
        await repository.GitAsync("init", "--quiet", "--bare", repository.Remote);
        await repository.GitAsync("remote", "add", "origin", repository.Remote);
        await repository.GitAsync("push", "--quiet", "origin", "main");
        return repository;
    }

    /// <summary>Commits everything in the working tree and returns the commit.</summary>
    public async Task<string> CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", message);
        return await HeadAsync();
    }

    /// <summary>The commit that is checked out.</summary>
    public Task<string> HeadAsync() => GitAsync("rev-parse", "HEAD");

    /// <summary>What git says of the working tree, empty for a clean one.</summary>
    public Task<string> StatusAsync() => GitAsync("status", "--porcelain");

    /// <summary>Branches of the remote, by name.</summary>
    public async Task<IReadOnlyList<string>> RemoteBranchesAsync() =>
        (await RemoteGitAsync("for-each-ref", "--format=%(refname:short)", "refs/heads")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Clones a branch of the remote into a new folder.</summary>
    public async Task<string> CloneAsync(string branch)
    {
        var clone = $"{Folder}-{branch.Replace('/', '-')}";
        await RunAsync(Path.GetDirectoryName(Folder)!, "clone", "--quiet", "--branch", branch, Remote, clone);
        return clone;
    }

    /// <summary>Makes the remote refuse every push with a sentence.</summary>
    public async Task RefusePushesAsync(string sentence)
    {
        var hook = Path.Combine(Remote, "hooks", "pre-receive");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\necho '{sentence}' >&2\nexit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes the remote accept pushes again.</summary>
    public void AcceptPushes() => File.Delete(Path.Combine(Remote, "hooks", "pre-receive"));

    /// <summary>Runs git in the working tree and returns what it printed.</summary>
    public Task<string> GitAsync(params string[] arguments) => RunAsync(Folder, arguments);

    /// <summary>Runs git in the remote and returns what it printed.</summary>
    public Task<string> RemoteGitAsync(params string[] arguments) => RunAsync(Remote, arguments);

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap("git").WithArguments(["-C", folder, .. arguments]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput.TrimEnd();
    }
}
