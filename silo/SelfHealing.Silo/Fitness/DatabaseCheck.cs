using Npgsql;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Silo.Fitness;

/// <summary>Nothing is done that cannot be recorded; and a clock that jumped away from the others' makes every deadline wrong.</summary>
internal sealed class DatabaseCheck(DatabaseDoor database, ClusterSettings settings) : IFitnessCheck
{
    public async Task<string?> WhyUnfitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var clocks = await database.ReadClockAsync(cancellationToken);
            return clocks.Apart > ClockReading.Unusable ? clocks.ToString() : null;
        }
        catch (NpgsqlException e)
        {
            return $"The database {settings.Database} is not reached: {e.GetBaseException().Message.TrimEnd('.')}. The silo goes on when it is back.";
        }
    }
}
