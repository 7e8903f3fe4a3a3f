using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>The text of a pull request as a file, for remotes that have no pull requests of their own.</summary>
internal static class PullRequestText
{
    /// <summary>Writes it and returns its path.</summary>
    public static async Task<string> WriteAsync(string folder, string incident, Publication publication, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, incident + ".md");
        await File.WriteAllTextAsync(path + ".new", $"# {publication.PullRequestTitle.ReplaceLineEndings(" ")}\n\n{publication.PullRequestBody.TrimEnd()}\n", cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
