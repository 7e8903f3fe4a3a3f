namespace SelfHealing.Storage;

/// <summary>The folder that holds everything the system keeps. The only class that knows what lies where in it.</summary>
/// <remarks>Readable by its owner alone: it holds clones of private repositories.</remarks>
public sealed class DataFolder
{
    private DataFolder(string root) => Root = root;

    /// <summary>The folder itself, as a full path.</summary>
    public string Root { get; }

    /// <summary>The SQLite file with the journal, grain state and reminders.</summary>
    public string Database => Path.Combine(Root, "selfheal.db");

    /// <summary>Artifacts by content.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Clones, shared between incidents.</summary>
    public string Repositories => Path.Combine(Root, "repositories");

    /// <summary>Texts of pull requests for plain git remotes.</summary>
    public string PullRequests => Path.Combine(Root, "pull-requests");

    /// <summary>Locked by the silo that runs on this folder.</summary>
    public string LockFile => Path.Combine(Root, "silo.lock");

    /// <summary>Where that silo is reached.</summary>
    public string EndpointFile => Path.Combine(Root, "silo.json");

    /// <summary>The folder of the user: <c>$SELFHEAL_DATA</c>, else <c>$XDG_DATA_HOME/selfheal</c>, else <c>~/.local/share/selfheal</c>.</summary>
    public static string DefaultPath =>
        Environment.GetEnvironmentVariable("SELFHEAL_DATA") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "selfheal");

    /// <summary>Opens the folder, made with mode 0700 if it is not there.</summary>
    /// <exception cref="IOException">It cannot be made or written; the message says what to do.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var folder = new DataFolder(Path.GetFullPath(path));
        try
        {
            foreach (var part in (string[])[folder.Root, folder.Artifacts, folder.Repositories, folder.PullRequests])
            {
                CreatePrivate(part);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data folder {folder.Root} cannot be made: {failure.Message}. Name another one, or mend its rights.", failure);
        }

        return folder;
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
