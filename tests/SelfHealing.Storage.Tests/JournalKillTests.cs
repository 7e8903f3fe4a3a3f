using System.Diagnostics;
using System.Globalization;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

public sealed class JournalKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(400)]
    public async Task Every_acknowledged_event_of_a_process_killed_with_kill_9_is_there(int acknowledgements)
    {
        var token = TestContext.Current.CancellationToken;
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        using (var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["append", _folder.Data.Root]) { RedirectStandardOutput = true, UseShellExecute = false })!)
        {
            for (var seen = 0; await process.StandardOutput.ReadLineAsync(token) is { } line && line.Contains(' ', StringComparison.Ordinal); seen++)
            {
                var parts = line.Split(' ');
                last[parts[0]] = long.Parse(parts[1], CultureInfo.InvariantCulture);
                if (seen == acknowledgements)
                {
                    process.Kill();
                }
            }

            await process.WaitForExitAsync(token);
            process.ExitCode.ShouldBe(137);
        }

        using var database = new SqliteDatabase(_folder.Data.Database);
        await using var journal = new SqliteEventJournal(database, TimeProvider.System);
        last.Count.ShouldBeGreaterThan(0);
        foreach (var (incident, sequence) in last)
        {
            var history = await journal.ReadAsync(incident, 0, token).ToListAsync(token);
            history.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Select(n => (long)n));
            history.Count.ShouldBeGreaterThanOrEqualTo((int)sequence);
        }
    }
}
