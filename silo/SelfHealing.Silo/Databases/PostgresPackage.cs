using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Silo.Databases;

/// <summary>Debian's package of PostgreSQL.</summary>
internal static class PostgresPackage
{
    private const string Folder = "/etc/postgresql-common/createcluster.d";

    /// <summary>Installs it without the cluster that Debian would make and start with it: the silos have a server of their own.</summary>
    public static async Task InstallAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        await SystemPackages.InstallAsync("what PostgreSQL's package needs", ["postgresql-common"], progress, cancellationToken);
        Directory.CreateDirectory(Folder);
        var without = Path.Combine(Folder, "selfheal.conf");
        try
        {
            await File.WriteAllTextAsync(without, "create_main_cluster = false\n", cancellationToken);
            await SystemPackages.InstallAsync("PostgreSQL", ["postgresql"], progress, cancellationToken);
        }
        finally
        {
            // What the machine's owner installs later is made as Debian has it.
            File.Delete(without);
        }
    }
}
