using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>The way into the system: submit an incident, or find one that was submitted before.</summary>
public interface ISelfHealingClient
{
    /// <summary>Submits an incident and returns as soon as it is recorded; the repair goes on without the caller.</summary>
    /// <param name="report">What to repair, and how far the system may go.</param>
    /// <param name="id">The incident's id; null for a new one. Submitting the same id again changes nothing, which makes a retry safe.</param>
    /// <param name="cancellationToken">Gives up waiting; the incident may still have been accepted.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not an incident's id (see <see cref="IncidentId"/>).</exception>
    Task<RepairHandle> SubmitAsync(IncidentReport report, string? id = null, CancellationToken cancellationToken = default);

    /// <summary>The handle of an incident. Nothing is asked of the system yet.</summary>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not an incident's id (see <see cref="IncidentId"/>).</exception>
    RepairHandle GetHandle(string id);

    /// <summary>Handles of the incidents that the system knows, newest first.</summary>
    /// <param name="openOnly">True for those that have not ended. The default value is false.</param>
    /// <param name="limit">Most handles returned. The default value is 100.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<RepairHandle>> ListAsync(bool openOnly = false, int limit = 100, CancellationToken cancellationToken = default);
}
