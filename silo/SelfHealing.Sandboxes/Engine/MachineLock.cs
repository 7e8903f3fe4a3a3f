namespace SelfHealing.Sandboxes.Engine;

/// <summary>A lock between the processes of one machine, by name; a process that dies lets go of it.</summary>
internal sealed class MachineLock : IDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _file;

    private MachineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting for whoever holds it.</summary>
    /// <param name="name">Letters, digits, dots and dashes.</param>
    /// <param name="waiting">Called once when somebody else holds it.</param>
    /// <param name="time">The clock of the retries: the kernel tells nobody when another process lets go of a file without blocking a thread.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<MachineLock> TakeAsync(string name, Action waiting, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Folder();
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name + ".lock");
        for (var told = false; ; told = true)
        {
            try
            {
                return new MachineLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!told)
                {
                    waiting();
                }

                await Task.Delay(_retry, time, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>One folder for all processes of a user, whatever their data folders are, because the engine is shared too.</summary>
    private static string Folder() => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
        ? "/run/selfheal"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "selfheal", "locks");
}
