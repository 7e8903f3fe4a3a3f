using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Microsoft.Extensions.Options;
using SelfHealing.Incidents;
using SelfHealing.Integrations.Git;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Tests.Git;

/// <summary>A folder with real repositories and the adapter under test beside them.</summary>
public sealed class GitLab : IDisposable, IProgress<string>
{
    public const string Incident = "inc-abc";

    public GitLab()
    {
        Directory.CreateDirectory(Root);
        Data = Path.Combine(Root, "data");
        Repositories = NewRepositories();
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), "selfheal-git-" + Path.GetRandomFileName());

    public string App => Path.Combine(Root, "app");

    public string Data { get; private set; }

    /// <summary>What every machine can read.</summary>
    public MemoryArtifacts Artifacts { get; } = new();

    public IRepositories Repositories { get; private set; }

    public List<string> Notes { get; } = [];

    /// <summary>The commit that was checked out last.</summary>
    public string Base { get; private set; } = "";

    /// <summary>What the sample's one edit changes: <c>&lt;</c> to <c>&lt;=</c>.</summary>
    public static Patch Fix { get; } = new([new TextEdit("src/app.py", 23, 1, "<=")]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public void Report(string value) => Notes.Add(value);

    /// <summary>Forgets everything that is not on disk, as a restart does.</summary>
    public void Restart() => Repositories = NewRepositories();

    /// <summary>Goes on with an empty disk, as another silo does.</summary>
    public void Move(string machine)
    {
        Data = Path.Combine(Root, machine);
        Restart();
    }

    /// <summary>The sample: two commits, a tag, an executable.</summary>
    public void MakeApp()
    {
        Git(Root, "init", "-q", "-b", "main", "app");
        Write("src/app.py", "def f(a):\n    return a < 1\n");
        Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(App, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Commit("First");
        Git(App, "tag", "-a", "v1", "-m", "One");
        Write("src/app.py", "def f(a):\n    return a < 2\n");
        Commit("Second");
        Git(App, "branch", "feature/slow");
    }

    public string MakeBare(string name)
    {
        Git(Root, "init", "-q", "--bare", "-b", "main", name);
        return Path.Combine(Root, name);
    }

    public void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public void Write(string path, byte[] content)
    {
        var full = Path.Combine(App, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    public static void WriteScript(string path, string content)
    {
        File.WriteAllText(path, "#!/bin/sh\n" + content + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    public void Commit(string message)
    {
        Git(App, "add", "-A");
        Git(App, "commit", "-q", "-m", message);
    }

    public static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "ann@example.org"), ("GIT_COMMITTER_NAME", "Ann"), ("GIT_COMMITTER_EMAIL", "ann@example.org")])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"git {string.Join(' ', arguments)}");
        return output.TrimEnd('\n');
    }

    public IncidentReport NewReport(string? repository = null, string revision = "HEAD", string? remote = null, bool dryRun = false) =>
        new() { Repository = repository ?? App, Revision = revision, TestCommand = "true", Remote = remote, DryRun = dryRun };

    public async Task<Checkout> CheckOutAsync(string? repository = null, string revision = "HEAD", string incident = Incident)
    {
        var checkout = await Repositories.CheckOutAsync(incident, NewReport(repository, revision), this, Token);
        Base = checkout.Commit;
        return checkout;
    }

    public Task<Deployment> PublishAsync(IncidentReport report, string message = "Fix f\n\nIt was off by one.\n", string incident = Incident) =>
        Repositories.PublishAsync(incident, report, Publication(Fix, message), Token);

    /// <summary>A publication on top of what was checked out last.</summary>
    public Publication Publication(Patch patch, string message) =>
        new(patch, message, "Fix f", "It was off by one.") { Base = Base, At = DateTimeOffset.UnixEpoch.AddYears(50) };

    public static async Task<RepositoryException> FailureAsync(Func<Task> act)
    {
        var failure = await Should.ThrowAsync<RepositoryException>(act);
        failure.Message.ShouldNotContain("\n");
        return failure;
    }

    /// <summary>The names and contents in a checkout's archive; a link's content is its target.</summary>
    public static async Task<Dictionary<string, string>> FilesAsync(Checkout checkout)
    {
        using var archive = new MemoryStream();
        await checkout.Archive(archive, Token);
        archive.Position = 0;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var tar = new TarReader(archive);
        while (await tar.GetNextEntryAsync(copyData: true, Token) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.SymbolicLink)
            {
                using var content = new MemoryStream();
                await (entry.DataStream ?? Stream.Null).CopyToAsync(content, Token);
                files[entry.Name] = entry.EntryType == TarEntryType.SymbolicLink ? "-> " + entry.LinkName : Encoding.Latin1.GetString(content.ToArray());
            }
        }

        return files;
    }

    private GitRepositories NewRepositories()
    {
        var options = Options.Create(new GitOptions { Repositories = Path.Combine(Data, "repositories"), PullRequests = Path.Combine(Data, "pull-requests") });
        return new GitRepositories(options, new GitDisk(options, TimeProvider.System), Artifacts);
    }

    /// <summary>The reaper of this machine's disk, at a later day.</summary>
    public CloneReaper Reaper(TimeProvider time) =>
        new(new GitDisk(Options.Create(new GitOptions { Repositories = Path.Combine(Data, "repositories"), PullRequests = Data }), time), time);
}
