using Microsoft.Extensions.Options;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Git repositories on the git command line. The user's repository is only read, except for the branch that is pushed to it.</summary>
internal sealed class GitRepositories : IRepositories
{
    private readonly GitOptions _options;
    private readonly TimeProvider _time;
    private readonly GitCommand _git;
    private readonly CloneStore _clones;
    private readonly Checkouts _checkouts;
    private readonly Fetch _fetch;
    private readonly IncidentCommit _commits;
    private readonly BranchPush _push;

    public GitRepositories(IOptions<GitOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _git = new GitCommand(_options.Program, new GitEnvironment(Path.Combine(_options.Repositories, "configuration")));
        _clones = new CloneStore(_options.Repositories, _git);
        _checkouts = new Checkouts(Path.Combine(_options.Repositories, "checkouts"));
        _fetch = new Fetch(_git);
        _commits = new IncidentCommit(_git, _options);
        _push = new BranchPush(_git, _fetch, _commits);
    }

    /// <inheritdoc/>
    public async Task<Checkout> CheckOutAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(progress);
        var record = await _checkouts.FindAsync(incident, cancellationToken);
        if (record is null || await _clones.Get(record.Repository).FindCommitAsync(record.Commit, cancellationToken) is null)
        {
            record = await FetchAsync(incident, report, progress, cancellationToken);
        }

        var clone = _clones.Get(record.Repository);
        return new Checkout(record.Commit, (output, cancelled) => clone.ArchiveAsync(record.Commit, output, cancelled));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(string incident, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        var record = await _checkouts.GetAsync(incident, cancellationToken);
        var clone = _clones.Get(record.Repository);
        var file = await clone.FindFileAsync(record.Commit, path, cancellationToken);
        return file is null ? null : await clone.ReadBlobAsync(file.Blob, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Deployment> PublishAsync(string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(publication);
        var record = await _checkouts.GetAsync(incident, cancellationToken);
        var branch = IncidentCommit.BranchOf(incident);
        using var turn = await _clones.TakeTurnAsync(record.Repository, cancellationToken);
        var clone = _clones.Get(record.Repository);
        var commit = await _commits.MakeAsync(clone, record, incident, publication, cancellationToken);
        var text = await PullRequestText.WriteAsync(_options.PullRequests, incident, publication, cancellationToken);
        if (report.DryRun)
        {
            return new Deployment(branch, commit, Remote: null, text);
        }

        var source = AddressOf(report);
        var target = await new PushTarget(_git).ResolveAsync(report, source, cancellationToken);
        var pushed = await _push.PutAsync(clone, source, target, branch, record, commit, cancellationToken);
        return new Deployment(branch, pushed, target.Target, text);
    }

    private static RepositoryAddress AddressOf(IncidentReport report) => RepositoryAddress.Parse(report.Repository, Directory.GetCurrentDirectory());

    private async Task<CheckoutRecord> FetchAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var address = AddressOf(report);
        var folder = address.IsFolder ? new FolderSource(address, _git) : null;
        IRevisionSource source = folder is null ? new RemoteSource(address, _git) : folder;
        var wanted = await source.ResolveAsync(report.Revision, cancellationToken);
        var name = address.Digest + ".git";
        using var turn = await _clones.TakeTurnAsync(name, cancellationToken);
        var clone = await _clones.EnsureAsync(name, wanted.ObjectFormat, cancellationToken);
        var commit = await _fetch.BringAsync(clone, address, wanted, progress, cancellationToken);
        await clone.KeepAsync($"refs/selfheal/{incident}", commit, cancellationToken);
        await TellAsync(clone, folder, commit, progress, cancellationToken);
        var record = new CheckoutRecord(name, commit, _time.GetUtcNow());
        await _checkouts.SaveAsync(incident, record, cancellationToken);
        return record;
    }

    private async Task TellAsync(Clone clone, FolderSource? folder, string commit, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (folder is not null && await new UncommittedChanges(_git).CountAsync(clone, folder, commit, cancellationToken) is > 0 and var changed)
        {
            progress.Report($"{changed} {(changed == 1 ? "file has" : "files have")} uncommitted changes, which are not part of {commit[..12]} and are left alone");
        }

        if (await clone.FindFileAsync(commit, ".gitmodules", cancellationToken) is not null)
        {
            progress.Report("the repository has submodules, which are not fetched: their folders are empty");
        }
    }
}
