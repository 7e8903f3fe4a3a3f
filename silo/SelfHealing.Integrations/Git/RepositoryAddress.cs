using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Where a repository is: a folder of this machine, or a URL whose credentials are kept apart so that no command line or message holds them.</summary>
internal sealed partial class RepositoryAddress
{
    private static readonly string[] Schemes = ["file", "git", "http", "https", "ssh"];

    private readonly string _given;

    private RepositoryAddress(string given, string target, bool isFolder, string? user, string? password)
    {
        _given = given;
        Target = target;
        IsFolder = isFolder;
        User = user;
        Password = password;
    }

    /// <summary>What git is told: a full path, or the URL without credentials. Fit for messages.</summary>
    public string Target { get; }

    /// <summary>True for a folder of this machine.</summary>
    public bool IsFolder { get; }

    /// <summary>User name of an http URL, or null.</summary>
    public string? User { get; }

    /// <summary>Password or token of an http URL, or null.</summary>
    public string? Password { get; }

    /// <summary>Names the shared clone. Other credentials are another clone, because they may see another repository.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(IsFolder ? Target : _given)))[..40];

    /// <summary>Reads an address as git does: a URL, the short form <c>user@host:path</c>, else a path.</summary>
    /// <param name="text">The address.</param>
    /// <param name="relativeTo">The folder from which a relative path counts.</param>
    /// <exception cref="RepositoryException">It is empty, or names a transport that could run a program.</exception>
    public static RepositoryAddress Parse(string text, string relativeTo)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal))
        {
            throw new RepositoryException("The repository's address is empty or has a line break in it. Name a folder or a URL.", isUserError: true);
        }

        if (text.StartsWith('-') || Helper.IsMatch(text))
        {
            throw Refused(text);
        }

        if (Url.Match(text) is { Success: true } url)
        {
            var scheme = url.Groups["scheme"].Value.ToLowerInvariant();
            return Schemes.Contains(scheme, StringComparer.Ordinal) ? OfUrl(text, url, scheme) : throw Refused(text);
        }

        return ShortSsh.IsMatch(text) && !Directory.Exists(text)
            ? new RepositoryAddress(text, text, isFolder: false, null, null)
            : new RepositoryAddress(text, Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, relativeTo)), isFolder: true, null, null);
    }

    /// <summary>Whether text is a URL or the short form, rather than a name or path.</summary>
    public static bool IsUrl(string text) => Url.IsMatch(text) || Helper.IsMatch(text) || ShortSsh.IsMatch(text);

    /// <inheritdoc/>
    public override string ToString() => Target;

    private static RepositoryAddress OfUrl(string text, Match url, string scheme)
    {
        var userPart = url.Groups["user"].Value;
        var separator = userPart.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = separator < 0 ? (userPart, null) : (userPart[..separator], userPart[(separator + 1)..]);
        return scheme switch
        {
            // A user name is part of an ssh address; a password in one is of no use to git.
            "ssh" => new RepositoryAddress(text, $"{scheme}://{(user.Length > 0 ? user + "@" : "")}{url.Groups["rest"].Value}", false, null, null),
            _ => new RepositoryAddress(
                text,
                $"{scheme}://{url.Groups["rest"].Value}",
                false,
                user.Length > 0 ? Uri.UnescapeDataString(user) : null,
                password is null ? null : Uri.UnescapeDataString(password)),
        };
    }

    private static RepositoryException Refused(string text) => new(
        $"The address {GitWords.WithoutCredentials(text)} is not one that can be fetched safely. Name a folder, or a URL of file, git, http, https or ssh.", isUserError: true);

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^/]*)@)?(?<rest>.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Url { get; }

    [GeneratedRegex(@"^[A-Za-z0-9+.-]+::", RegexOptions.NonBacktracking)]
    private static partial Regex Helper { get; }

    [GeneratedRegex(@"^(?:[^/:@\s]+@)?(?:\[[0-9A-Fa-f:.]+\]|[^/:@\s]+):[^/:].*$|^(?:[^/:@\s]+@)?[^/:@\s]+:/.*$", RegexOptions.NonBacktracking)]
    private static partial Regex ShortSsh { get; }
}
