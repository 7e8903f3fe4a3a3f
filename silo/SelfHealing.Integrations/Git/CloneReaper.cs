using SelfHealing.Incidents;

namespace SelfHealing.Integrations.Git;

/// <summary>Removes from this machine's disk what no open incident needs: its notes, its branches in the clones, and clones that nobody used for long.</summary>
public sealed class CloneReaper
{
    /// <summary>How old a half-made thing must be to be taken for one that a killed process left.</summary>
    private static readonly TimeSpan _unfinished = TimeSpan.FromHours(1);

    private static readonly string[] _namespaces = ["refs/selfheal/", "refs/heads/selfheal/"];

    private readonly GitDisk _disk;
    private readonly TimeProvider _time;

    internal CloneReaper(GitDisk disk, TimeProvider time)
    {
        _disk = disk;
        _time = time;
    }

    /// <summary>Removes what is nobody's any more. What an open incident uses is never touched, and a clone that somebody works on is left for the next time.</summary>
    /// <param name="whichAreOver">Tells which of these incidents are closed or unknown.</param>
    /// <param name="keep">How long a clone is kept after its last use; zero when the disk is low.</param>
    /// <param name="cancellationToken">Stops between two clones.</param>
    /// <returns>How many incidents were cleared and how many clones removed.</returns>
    public async Task<(int Incidents, int Clones)> ReapAsync(
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<string>>> whichAreOver, TimeSpan keep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(whichAreOver);
        var clones = _disk.Clones.Names();
        var references = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in clones)
        {
            references[name] = await ReferencesAsync(_disk.Clones.Get(name), cancellationToken);
        }

        var known = _disk.Checkouts.Incidents().Concat(references.Values.SelectMany(names => names.Select(IncidentOf))).Distinct(StringComparer.Ordinal).ToList();
        var over = (await whichAreOver(known, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var used = await UsedAsync(known.Where(incident => !over.Contains(incident)), cancellationToken);
        var removed = 0;
        foreach (var name in clones)
        {
            using var turn = _disk.Clones.TryTakeTurn(name);
            if (turn is null)
            {
                continue;
            }

            var isOpen = used.Contains(name) || references[name].Any(reference => !over.Contains(IncidentOf(reference)));
            if (!isOpen && _time.GetUtcNow() - _disk.Clones.LastUsed(name) >= keep)
            {
                Directory.Delete(_disk.Clones.Get(name).Folder, recursive: true);
                removed++;
            }
            else
            {
                await ClearAsync(_disk.Clones.Get(name), [.. references[name].Where(reference => over.Contains(IncidentOf(reference)))], cancellationToken);
                ClearUnfinished(name);
            }
        }

        _disk.Checkouts.Forget(over, _time.GetUtcNow() - _unfinished);
        return (over.Count, removed);
    }

    private static string IncidentOf(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private async Task<IReadOnlyList<string>> ReferencesAsync(Clone clone, CancellationToken cancellationToken)
    {
        var listed = await _disk.Git.RunAsync(clone.Call(["for-each-ref", "--format=%(refname)", .. _namespaces]), cancellationToken);
        return listed.Succeeded ? [.. listed.Lines.Where(name => IncidentId.IsValid(IncidentOf(name)))] : [];
    }

    private async Task<HashSet<string>> UsedAsync(IEnumerable<string> open, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var incident in open)
        {
            if (await _disk.Checkouts.FindAsync(incident, cancellationToken) is { } checkout)
            {
                used.Add(checkout.Repository);
            }
        }

        return used;
    }

    private async Task ClearAsync(Clone clone, IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        if (references.Count > 0)
        {
            var commands = string.Concat(references.Select(reference => $"delete {reference}\n"));
            await _disk.Git.MustAsync(clone.Call("update-ref", "--stdin") with { Input = System.Text.Encoding.UTF8.GetBytes(commands) }, cancellationToken);
        }
    }

    /// <summary>Indexes of commits that were never finished: whoever has the turn makes none at this moment.</summary>
    private void ClearUnfinished(string name)
    {
        var before = (_time.GetUtcNow() - _unfinished).UtcDateTime;
        foreach (var index in Directory.EnumerateFiles(_disk.Clones.Get(name).Folder, "index.*").Where(file => File.GetLastWriteTimeUtc(file) < before))
        {
            File.Delete(index);
        }

        var unfinished = _disk.Clones.Get(name).Folder + ".new";
        if (Directory.Exists(unfinished) && Directory.GetLastWriteTimeUtc(unfinished) < before)
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }
}
