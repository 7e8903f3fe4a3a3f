using Npgsql;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Postgres;

/// <summary>A group of appends on its way into the journal, which survives broken connections.</summary>
/// <param name="appends">The group.</param>
/// <param name="at">The time that its events get: with their content it tells them from anybody else's.</param>
internal sealed class PostgresGroup(IEnumerable<PendingAppend> appends, DateTimeOffset at)
{
    private const int MostRounds = 100;

    private readonly List<PendingAppend> _left = [.. appends];
    private bool _isUnsure;

    /// <summary>Writes what is left and releases every caller whose fate is known. Called again after a fault, it first looks what became of the last try.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var round = 0; _left.Count > 0; round++)
        {
            if (round == MostRounds)
            {
                throw new StorageException($"The journal takes no event of {_left[0].Incident}: its row in the table Incidents and its events do not belong together. Restore the database from a copy.");
            }

            var chains = AppendChain.Of(_left);
            if (_isUnsure)
            {
                await SettleAsync(connection, chains, cancellationToken);
                _isUnsure = false;
                continue;
            }

            _isUnsure = true;
            if (await AppendAsync(connection, chains, cancellationToken) == chains.Sum(chain => chain.Payloads.Count))
            {
                _isUnsure = false;
                foreach (var chain in chains)
                {
                    Release(chain);
                }
            }
        }
    }

    /// <summary>Releases everybody who still waits, with a failure.</summary>
    public void Fail(Exception failure) => _left.ForEach(append => append.Fail(failure));

    private async Task<int> AppendAsync(NpgsqlConnection connection, IReadOnlyList<AppendChain> chains, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresAppends.AppendAsync(connection, chains, at, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another silo wrote to one of the incidents at the same moment, and nothing of this group was written.
            return 0;
        }
    }

    private async Task SettleAsync(NpgsqlConnection connection, IReadOnlyList<AppendChain> chains, CancellationToken cancellationToken)
    {
        foreach (var chain in chains)
        {
            switch (await PostgresAppends.FateOfAsync(connection, chain, at, cancellationToken))
            {
                case ChainFate.Written:
                    Release(chain);
                    break;
                case ChainFate.Stale:
                    chain.Appends[0].Refuse();
                    _left.Remove(chain.Appends[0]);
                    break;
            }
        }
    }

    private void Release(AppendChain chain)
    {
        foreach (var append in chain.Appends)
        {
            append.Release(at);
            _left.Remove(append);
        }
    }
}
