namespace SelfHealing.Benchmarks.Coordination;

/// <summary>What was measured of one side.</summary>
/// <param name="PerSecond">Incidents that ended each second.</param>
/// <param name="P50Ms">Milliseconds from submission to the end that half of the incidents took at most.</param>
/// <param name="P99Ms">The same of 99 in 100.</param>
/// <param name="RssMb">Memory of all processes but PostgreSQL's at the end, in millions of bytes.</param>
/// <param name="DurableWrites">Rows that were inserted or changed in the side's own database; of the peer, its warm-up included.</param>
internal sealed record CoordinationRun(double PerSecond, double P50Ms, double P99Ms, double RssMb, long DurableWrites)
{
    public override string ToString() => $"{PerSecond:F1} incidents/s, p50 {P50Ms:F0} ms, p99 {P99Ms:F0} ms, {RssMb:F0} MB, {DurableWrites} durable writes";
}

/// <summary>State before and after finished incidents are forgotten.</summary>
/// <param name="RowsBefore">Rows of incidents and their events.</param>
/// <param name="RowsAfter">The same once the retention has passed.</param>
/// <param name="BytesBefore">Bytes of all tables with their indexes.</param>
/// <param name="BytesAfter">The same once the retention has passed.</param>
internal sealed record CoordinationState(long RowsBefore, long RowsAfter, long BytesBefore, long BytesAfter);

/// <summary>Both sides of one run.</summary>
/// <param name="Incidents">Measured incidents of each side.</param>
/// <param name="Concurrency">Incidents under way at once.</param>
/// <param name="Ours">This system: one silo with the client in its process.</param>
/// <param name="Peer">The peer: one process too.</param>
/// <param name="Ratio">Ours per second for each of the peer's.</param>
/// <param name="State">What is left in our database.</param>
internal sealed record CoordinationResult(int Incidents, int Concurrency, CoordinationRun Ours, CoordinationRun? Peer, double? Ratio, CoordinationState State);
