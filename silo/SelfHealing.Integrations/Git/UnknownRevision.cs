using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>The error for a revision that a repository does not have, with the names that come nearest.</summary>
internal static class UnknownRevision
{
    private const int MostNames = 5;
    private const int MostCompared = 5000;

    public static RepositoryException Of(RepositoryAddress address, string revision, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return new RepositoryException($"The repository {address} has no commits yet. Commit the files to repair first.", isUserError: true);
        }

        var nearest = names.Take(MostCompared).OrderBy(name => Distance(name, revision)).ThenBy(name => name, StringComparer.Ordinal).Take(MostNames);
        return new RepositoryException(
            $"The repository {address} has no revision {Short(revision)}. Name a commit, branch or tag with --rev; the nearest names are {string.Join(", ", nearest)}.", isUserError: true);
    }

    private static string Short(string revision) => GitWords.WithoutCredentials(revision.Length > 100 ? revision[..100] + "…" : revision).ReplaceLineEndings(" ");

    /// <summary>The edit distance of Levenshtein; 0 also when one name holds the other.</summary>
    private static int Distance(string name, string wanted)
    {
        if (name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        var (row, next) = (new int[wanted.Length + 1], new int[wanted.Length + 1]);
        for (var j = 0; j <= wanted.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= name.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= wanted.Length; j++)
            {
                var changed = row[j - 1] + (char.ToLowerInvariant(name[i - 1]) == char.ToLowerInvariant(wanted[j - 1]) ? 0 : 1);
                next[j] = Math.Min(changed, Math.Min(row[j], next[j - 1]) + 1);
            }

            (row, next) = (next, row);
        }

        return row[wanted.Length];
    }
}
