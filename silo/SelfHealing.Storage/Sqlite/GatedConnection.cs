using System.Data;
using Microsoft.Data.Sqlite;

namespace SelfHealing.Storage.Sqlite;

/// <summary>A connection that holds the gate from before it opens until it closes.</summary>
internal sealed class GatedConnection(string connectionString, SemaphoreSlim gate) : SqliteConnection(connectionString)
{
    private int _held;

    /// <inheritdoc/>
    public override void Open()
    {
        gate.Wait();
        OpenHoldingGate();
    }

    /// <inheritdoc/>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        OpenHoldingGate();
    }

    /// <inheritdoc/>
    public override void Close()
    {
        base.Close();
        Release();
    }

    private void OpenHoldingGate()
    {
        _held = 1;
        try
        {
            if (State != ConnectionState.Open)
            {
                base.Open();
            }

            SqliteDatabase.Prepare(this);
        }
        catch
        {
            Release();
            throw;
        }
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _held, 0) == 1)
        {
            gate.Release();
        }
    }
}
