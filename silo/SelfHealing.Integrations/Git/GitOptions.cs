using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Integrations.Git;

/// <summary>Where clones and texts are kept, and who signs the commits.</summary>
public sealed class GitOptions
{
    /// <summary>Folder of the clones that incidents share.</summary>
    /// <value>A path in the data folder. It has no default value.</value>
    [Required]
    public string Repositories { get; set; } = "";

    /// <summary>Folder of the texts of pull requests for plain git remotes.</summary>
    /// <value>A path in the data folder. It has no default value.</value>
    [Required]
    public string PullRequests { get; set; } = "";

    /// <summary>Name of the author and committer.</summary>
    /// <value>Any text without <c>&lt;</c>, <c>&gt;</c> and line breaks. The default value is <c>SelfHealing</c>.</value>
    [Required, RegularExpression(@"[^<>\r\n]+")]
    public string AuthorName { get; set; } = "SelfHealing";

    /// <summary>Address of the author and committer.</summary>
    /// <value>Any text without <c>&lt;</c>, <c>&gt;</c> and line breaks. The default value is <c>selfheal@localhost</c>.</value>
    [Required, RegularExpression(@"[^<>\r\n]+")]
    public string AuthorEmail { get; set; } = "selfheal@localhost";

    /// <summary>The git program.</summary>
    /// <value>A name on the path, or a path. The default value is <c>git</c>.</value>
    [Required]
    public string Program { get; set; } = "git";
}
