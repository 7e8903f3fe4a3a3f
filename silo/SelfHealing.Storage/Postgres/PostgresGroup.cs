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
    private bool _isBegun;

    /// <summary>Writes what is left and releases every caller whose fate is known. Called again after a fault, it first looks what became of the last try.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A try whose answer was lost may be in the journal, or may still come there while this one looks.
        var mayBeThere = _isBegun;
        _isBegun = true;
        if (mayBeThere)
        {
            await SettleAsync(connection, AppendChain.Of(_left), cancellationToken);
        }

        for (var round = 0; _left.Count > 0; round++)
        {
            if (round == MostRounds)
            {
                throw new StorageException($"The journal takes no event of {_left[0].Incident}: its row in the table Incidents and its events do not belong together. Restore the database from a copy.");
            }

            await WriteAsync(connection, AppendChain.Of(_left), mayBeThere, cancellationToken);
        }
    }

    /// <summary>Releases everybody who still waits, with a failure.</summary>
    public void Fail(Exception failure) => _left.ForEach(append => append.Fail(failure));

    private async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<AppendChain> chains, bool mayBeThere, CancellationToken cancellationToken)
    {
        try
        {
            var accepted = await PostgresAppends.AppendAsync(connection, chains, at, cancellationToken);
            Release(chains.Where(chain => accepted.Contains(chain.Incident)));
            AppendChain[] others = [.. chains.Where(chain => !accepted.Contains(chain.Incident))];
            if (mayBeThere)
            {
                await SettleAsync(connection, others, cancellationToken);
            }
            else
            {
                Array.ForEach(others, Refuse);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody wrote to one of the incidents at the same moment, and nothing of this group was written.
            await SettleAsync(connection, chains, cancellationToken);
        }
    }

    private async Task SettleAsync(NpgsqlConnection connection, IReadOnlyList<AppendChain> chains, CancellationToken cancellationToken)
    {
        foreach (var chain in chains)
        {
            switch (await PostgresAppends.FateOfAsync(connection, chain, at, cancellationToken))
            {
                case ChainFate.Written:
                    Release([chain]);
                    break;
                case ChainFate.Stale:
                    Refuse(chain);
                    break;
            }
        }
    }

    // What follows on it may yet fit.
    private void Refuse(AppendChain chain)
    {
        chain.Appends[0].Refuse();
        _left.Remove(chain.Appends[0]);
    }

    private void Release(IEnumerable<AppendChain> chains)
    {
        var released = new HashSet<PendingAppend>(ReferenceEqualityComparer.Instance);
        foreach (var append in chains.SelectMany(chain => chain.Appends))
        {
            append.Release(at);
            released.Add(append);
        }

        _left.RemoveAll(released.Contains);
    }
}
