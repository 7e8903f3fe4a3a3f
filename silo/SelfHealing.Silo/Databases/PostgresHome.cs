using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Databases;

/// <summary>Where a server of ours keeps its files: <c>postgres</c> in the data folder.</summary>
/// <remarks>
/// Root runs the server under another account, which cannot look into root's own folders: there the files lie below <c>/var/lib/selfheal</c>, and
/// <c>postgres</c> in the data folder leads to them.
/// </remarks>
internal sealed class PostgresHome
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string Elsewhere = "/var/lib/selfheal";

    private PostgresHome(string root) => Root = root;

    public string Root { get; }

    /// <summary>The cluster's files, which belong to the server's account.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Port and passwords.</summary>
    public string Settings => Path.Combine(Root, "settings.json");

    /// <summary>The home as it is; null when there is none.</summary>
    public static PostgresHome? Find(DataFolder folder)
    {
        var link = Link(folder);
        return Directory.Exists(link) ? new PostgresHome(Resolved(link)) : null;
    }

    /// <summary>The home, made if it is not there.</summary>
    public static async Task<PostgresHome> OpenAsync(DataFolder folder, ServerAccount? account, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new DatabaseException("No PostgreSQL server is made on Windows. Name a database with --database or ConnectionStrings__selfheal.");
        }

        if (Find(folder) is { } home)
        {
            return home;
        }

        var link = Link(folder);
        if (account is null)
        {
            Directory.CreateDirectory(link, Private);
            return new PostgresHome(link);
        }

        if (CanPass(folder.Root))
        {
            // The account's group may walk through the data folder, and list nothing in it.
            await ServerCommand.RunAsync("chgrp", [$"{account.Group}", folder.Root], null, cancellationToken);
            File.SetUnixFileMode(folder.Root, File.GetUnixFileMode(folder.Root) | UnixFileMode.GroupExecute);
            Directory.CreateDirectory(link, Passable);
            return new PostgresHome(link);
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..12];
        var root = Path.Combine(Elsewhere, $"postgres-{digest}");
        Directory.CreateDirectory(Elsewhere, Passable);
        Directory.CreateDirectory(root, Passable);
        File.CreateSymbolicLink(link, root);
        return new PostgresHome(root);
    }

    private static string Link(DataFolder folder) => Path.Combine(folder.Root, "postgres");

    private static string Resolved(string link) => Directory.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName ?? link;

    /// <summary>Whether everybody may walk through the folders above.</summary>
    [UnsupportedOSPlatform("windows")]
    private static bool CanPass(string folder)
    {
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if ((File.GetUnixFileMode(above) & UnixFileMode.OtherExecute) == UnixFileMode.None)
            {
                return false;
            }
        }

        return true;
    }
}
