using Microsoft.Extensions.Options;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repair.Revisions;
using SelfHealing.Repositories;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Integrations.Git;

/// <summary>Git repositories on the git command line. The user's repository is only read, except for the branch that is pushed to it.</summary>
internal sealed class GitRepositories : IRepositories
{
    private static readonly IProgress<string> _unheard = new Progress<string>();

    private readonly GitOptions _options;
    private readonly IArtifacts _artifacts;
    private readonly GitCommand _git;
    private readonly CloneStore _clones;
    private readonly Checkouts _checkouts;
    private readonly Fetch _fetch;
    private readonly IncidentCommit _commits;
    private readonly BranchPush _push;

    public GitRepositories(IOptions<GitOptions> options, GitDisk disk, IArtifacts artifacts)
    {
        _options = options.Value;
        _artifacts = artifacts;
        (_git, _clones, _checkouts) = (disk.Git, disk.Clones, disk.Checkouts);
        _fetch = new Fetch(_git);
        _commits = new IncidentCommit(_git, _options);
        _push = new BranchPush(_git, _fetch, _commits);
    }

    /// <inheritdoc/>
    public async Task<Checkout> CheckOutAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(progress);
        var record = await FindAsync(incident, cancellationToken) ?? await FetchAsync(incident, report, progress, cancellationToken);
        var clone = _clones.Get(record.Repository);
        return new Checkout(record.Commit, (output, cancelled) => clone.ArchiveAsync(record.Commit, output, cancelled));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(Workspace workspace, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(path);
        if (await FindAsync(workspace.Incident, cancellationToken) is not { } record || record.Commit != workspace.Commit)
        {
            await using var archive = await _artifacts.OpenAsync(workspace.Archive, cancellationToken);
            return (await RevisionArchive.ReadAsync(archive, [path], cancellationToken)).GetValueOrDefault(path);
        }

        var clone = _clones.Get(record.Repository);
        var file = await clone.FindFileAsync(record.Commit, path, cancellationToken);
        return file is null ? null : await clone.ReadBlobAsync(file.Blob, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Deployment> PublishAsync(string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(publication);
        var record = await FindAsync(incident, cancellationToken) is { } here && here.Commit == publication.Base
            ? here
            : await FetchAsync(incident, report with { Revision = publication.Base }, _unheard, cancellationToken);
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

    /// <summary>The incident's checkout, where this machine has it whole.</summary>
    private async Task<CheckoutRecord?> FindAsync(string incident, CancellationToken cancellationToken) =>
        await _checkouts.FindAsync(incident, cancellationToken) is { } record
        && await _clones.Get(record.Repository).FindCommitAsync(record.Commit, cancellationToken) is not null
            ? record
            : null;

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
        var record = new CheckoutRecord(name, commit);
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
