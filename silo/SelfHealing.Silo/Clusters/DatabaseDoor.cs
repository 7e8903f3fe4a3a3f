using Npgsql;

namespace SelfHealing.Silo.Clusters;

/// <summary>Asks the database whether it is there, and what time it has: the one clock that all silos can compare theirs with.</summary>
internal sealed class DatabaseDoor(ClusterSettings settings, TimeProvider time) : IDisposable
{
    // A pool of its own, so that a question of two words never waits behind the work.
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        ApplicationName = "selfheal-watch",
        MaxPoolSize = 1,
        Timeout = 3,
        CommandTimeout = 3,
    });

    /// <summary>How far this process's clock is ahead of the database's; negative when it is behind.</summary>
    /// <exception cref="NpgsqlException">The database is not reached.</exception>
    public async Task<ClockReading> ReadClockAsync(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("SELECT clock_timestamp()");
        var before = time.GetTimestamp();
        var theirs = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;

        // The answer is half a round trip old.
        return new ClockReading(time.GetUtcNow() - (time.GetElapsedTime(before) / 2), new DateTimeOffset(theirs, TimeSpan.Zero));
    }

    public void Dispose() => _database.Dispose();
}

/// <summary>What two clocks said at the same moment.</summary>
internal sealed record ClockReading(DateTimeOffset Ours, DateTimeOffset Theirs)
{
    /// <summary>A difference that is worth a warning.</summary>
    public static readonly TimeSpan Worrying = TimeSpan.FromSeconds(30);

    /// <summary>A difference at which deadlines and the cluster's own signs of life mean nothing any more.</summary>
    public static readonly TimeSpan Unusable = TimeSpan.FromMinutes(2);

    /// <summary>How far the clocks are apart.</summary>
    public TimeSpan Apart => (Ours - Theirs).Duration();

    /// <summary>Both times, and what to do.</summary>
    public override string ToString() =>
        $"This machine's clock says {Ours:yyyy-MM-dd HH:mm:ss} and the database's {Theirs:yyyy-MM-dd HH:mm:ss} (UTC), {Apart.TotalSeconds:0} seconds apart. Set both by a time server.";
}
