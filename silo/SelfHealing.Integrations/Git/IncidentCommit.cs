using System.Globalization;
using System.Text;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Makes the incident's commit in the clone, without a work tree. Making it again gives the same id.</summary>
internal sealed class IncidentCommit(GitCommand git, GitOptions options)
{
    /// <summary>The branch of an incident.</summary>
    public static string BranchOf(string incident) => $"selfheal/{incident}";

    /// <summary>The commit with the patch on top of the checkout; kept on the incident's branch of the clone.</summary>
    public async Task<string> MakeAsync(Clone clone, CheckoutRecord checkout, string incident, Publication publication, CancellationToken cancellationToken)
    {
        var reference = "refs/heads/" + BranchOf(incident);
        var tree = await WriteTreeAsync(clone, checkout.Commit, incident, publication.Patch, cancellationToken);
        if (await clone.FindCommitAsync(reference, cancellationToken) is { } made && await IsAsync(clone, made, tree, checkout.Commit, cancellationToken))
        {
            return made;
        }

        var date = string.Create(CultureInfo.InvariantCulture, $"@{publication.At.ToUnixTimeSeconds()} +0000");
        var commit = await git.MustAsync(
            clone.Call("commit-tree", tree, "-p", checkout.Commit, "-F", "-") with
            {
                Input = Encoding.UTF8.GetBytes(publication.Message.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd() + "\n"),
                Variables = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["GIT_AUTHOR_NAME"] = options.AuthorName,
                    ["GIT_AUTHOR_EMAIL"] = options.AuthorEmail,
                    ["GIT_AUTHOR_DATE"] = date,
                    ["GIT_COMMITTER_NAME"] = options.AuthorName,
                    ["GIT_COMMITTER_EMAIL"] = options.AuthorEmail,
                    ["GIT_COMMITTER_DATE"] = date,
                },
            },
            cancellationToken);
        await clone.KeepAsync(reference, commit.Text, cancellationToken);
        return commit.Text;
    }

    /// <summary>Whether a commit is the same change: this tree on this parent.</summary>
    public async Task<bool> IsSameChangeAsync(Clone clone, string one, string other, CancellationToken cancellationToken) =>
        await ShapeAsync(clone, one, cancellationToken) is { } shape && shape == await ShapeAsync(clone, other, cancellationToken);

    private async Task<bool> IsAsync(Clone clone, string commit, string tree, string parent, CancellationToken cancellationToken) =>
        await ShapeAsync(clone, commit, cancellationToken) == $"{tree} {parent}";

    private async Task<string?> ShapeAsync(Clone clone, string commit, CancellationToken cancellationToken)
    {
        var shape = await git.RunAsync(clone.Call("log", "-1", "--no-show-signature", "--format=%T %P", commit, "--"), cancellationToken);
        return shape.Succeeded ? shape.Text : null;
    }

    private async Task<string> WriteTreeAsync(Clone clone, string commit, string incident, Patch patch, CancellationToken cancellationToken)
    {
        var index = Path.Combine(clone.Folder, $"index.{incident}");
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = index };
        File.Delete(index);
        File.Delete(index + ".lock");
        try
        {
            await git.MustAsync(clone.Call("read-tree", commit) with { Variables = variables }, cancellationToken);
            using var entries = new MemoryStream();
            foreach (var file in patch.Edits.GroupBy(edit => edit.Path, StringComparer.Ordinal))
            {
                entries.Write(await WriteFileAsync(clone, commit, file.Key, file, cancellationToken));
            }

            await git.MustAsync(clone.Call("update-index", "-z", "--index-info") with { Variables = variables, Input = entries.ToArray() }, cancellationToken);
            return (await git.MustAsync(clone.Call("write-tree") with { Variables = variables }, cancellationToken)).Text;
        }
        finally
        {
            File.Delete(index);
        }
    }

    private async Task<byte[]> WriteFileAsync(Clone clone, string commit, string path, IEnumerable<TextEdit> edits, CancellationToken cancellationToken)
    {
        var file = await clone.FindFileAsync(commit, path, cancellationToken)
            ?? throw new RepositoryException($"The patch changes {path}, which is not a file of {commit[..12]}.", isUserError: false);
        var content = PatchedFile.Apply(path, await clone.ReadBlobAsync(file.Blob, cancellationToken), edits);
        var blob = await git.MustAsync(clone.Call("hash-object", "-w", "--stdin") with { Input = content }, cancellationToken);
        return Encoding.UTF8.GetBytes($"{file.Mode} {blob.Text}\t{path}\0");
    }
}
