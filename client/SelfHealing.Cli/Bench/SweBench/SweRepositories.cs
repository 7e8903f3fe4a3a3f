using System.Text;
using SelfHealing.Cli.Repositories;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>The instances' repositories: the one commit of each instance, and trees with patches on it. Later history is never fetched.</summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="clones">Folder with clones of the user's; null to fetch from the public address.</param>
internal sealed class SweRepositories(string folder, string? clones) : IDisposable
{
    private readonly SemaphoreSlim _fetching = new(1, 1);

    /// <summary>The instance's base tree, fetched if it is not there.</summary>
    /// <exception cref="CliException">The repository or the commit cannot be had; the message says what to do.</exception>
    public async Task<BaseTree> OpenAsync(SweInstance instance, CancellationToken cancellationToken)
    {
        var git = new BareGit(Path.Combine(folder, $"{instance.Repository.Replace("/", "__", StringComparison.Ordinal)}.git"));
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            await git.CreateAsync(cancellationToken);
            if (await FindAsync(git, instance, cancellationToken) is { } tree)
            {
                return new BaseTree(git, tree);
            }

            await FetchAsync(git, instance, cancellationToken);
            return await FindAsync(git, instance, cancellationToken) is { } fetched
                ? new BaseTree(git, fetched)
                : throw new CliException($"{Source(instance)} has no commit {instance.BaseCommit}, the base of {instance.Id}. Fetch all of its history, or name another folder of clones with --repos.");
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private static async Task<string?> FindAsync(BareGit git, SweInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            return await git.TextAsync(cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{instance.BaseCommit}^{{tree}}");
        }
        catch (CliException)
        {
            return null;
        }
    }

    private async Task FetchAsync(BareGit git, SweInstance instance, CancellationToken cancellationToken)
    {
        var source = Source(instance);
        try
        {
            await git.TextAsync(cancellationToken, "fetch", "--quiet", "--no-tags", "--depth=1", "--", source, instance.BaseCommit);
        }
        catch (CliException alone)
        {
            // A commit id that is cut short, or a server that gives whole branches only.
            try
            {
                await git.TextAsync(cancellationToken, "fetch", "--quiet", "--no-tags", "--", source, "+refs/*:refs/source/*");
            }
            catch (CliException)
            {
                throw new CliException($"The repository of {instance.Id} cannot be fetched from {source} ({alone.Message}). Name a folder of clones with --repos.");
            }
        }
    }

    private string Source(SweInstance instance)
    {
        if (clones is null)
        {
            return $"https://github.com/{instance.Repository}.git";
        }

        string[] names = [instance.Repository.Replace("/", "__", StringComparison.Ordinal), instance.Repository];
        return names.SelectMany(name => new[] { name, $"{name}.git" }).Select(name => Path.GetFullPath(Path.Combine(clones, name))).FirstOrDefault(Directory.Exists)
            ?? throw new CliException($"There is no clone of {instance.Repository} in {clones}: {instance.Id} needs one as {names[0]} or {names[1]}.");
    }
}

/// <summary>An instance's base revision.</summary>
internal sealed class BaseTree(BareGit git, string tree)
{
    /// <summary>The tree's id.</summary>
    public string Id => tree;

    /// <summary>Its files.</summary>
    public Task<IReadOnlyList<TreeEntry>> FilesAsync(CancellationToken cancellationToken) => FilesAsync(tree, cancellationToken);

    /// <summary>The files of another tree.</summary>
    public async Task<IReadOnlyList<TreeEntry>> FilesAsync(string other, CancellationToken cancellationToken) =>
        [.. Encoding.UTF8.GetString(await git.RunAsync(["ls-tree", "-r", "-z", other], null, null, cancellationToken))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .Select(parts => (Path: parts[1], Fields: parts[0].Split(' ')))
            .Select(entry => new TreeEntry(entry.Path, entry.Fields[0], entry.Fields[2]))];

    /// <summary>The files of a tree as an uncompressed tar.</summary>
    public Task<byte[]> ArchiveAsync(string other, CancellationToken cancellationToken) => git.RunAsync(["archive", "--format=tar", other], null, null, cancellationToken);

    /// <summary>A repository with this revision alone, as its only commit: whoever looks at it finds no fix in its history.</summary>
    public async Task<string> PublishAsync(string folder, CancellationToken cancellationToken)
    {
        var alone = new BareGit(folder);
        await alone.CreateAsync(cancellationToken);
        var commit = await git.TextAsync(cancellationToken, "commit-tree", tree, "-m", "Base revision");
        await git.TextAsync(cancellationToken, "push", "--quiet", "--force", Path.GetFullPath(folder), $"{commit}:refs/heads/main");
        return folder;
    }

    /// <summary>The tree with a diff on it.</summary>
    /// <exception cref="CliException">The diff does not apply.</exception>
    public async Task<string> WithAsync(string diff, CancellationToken cancellationToken)
    {
        using var index = await TreeIndex.OfAsync(git, tree, cancellationToken);
        await index.ApplyAsync(diff, cancellationToken);
        return await index.TreeAsync(cancellationToken);
    }

    /// <summary>A tree with the entries of others at some paths.</summary>
    public async Task<string> MixAsync(string start, IEnumerable<TreeEntry> entries, IEnumerable<string> removed, CancellationToken cancellationToken)
    {
        using var index = await TreeIndex.OfAsync(git, start, cancellationToken);
        await index.PutAsync(entries, removed, cancellationToken);
        return await index.TreeAsync(cancellationToken);
    }

    /// <summary>Paths at which a tree differs from this one.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(string other, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await git.RunAsync(["diff-tree", "-r", "-z", "--name-only", "--no-renames", tree, other], null, null, cancellationToken))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A patch as a unified diff that git applies to this tree.</summary>
    public async Task<string> DiffAsync(Patch patch, CancellationToken cancellationToken)
    {
        var files = (await FilesAsync(cancellationToken)).ToDictionary(f => f.Path, StringComparer.Ordinal);
        using var index = await TreeIndex.OfAsync(git, tree, cancellationToken);
        foreach (var path in patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            var entry = files.GetValueOrDefault(path);
            var content = entry is null ? [] : await git.RunAsync(["cat-file", "blob", entry.Blob], null, null, cancellationToken);
            await index.WriteAsync(entry ?? new TreeEntry(path, "100644", ""), PatchText.Apply(content, path, patch), cancellationToken);
        }

        var patched = await index.TreeAsync(cancellationToken);
        var diff = Encoding.UTF8.GetString(await git.RunAsync(["diff-tree", "-p", "--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", tree, patched], null, null, cancellationToken));
        return await WithAsync(diff, cancellationToken) == patched ? diff : throw new CliException("The winner's diff does not apply to the base revision, so it is not written as a prediction.");
    }
}
