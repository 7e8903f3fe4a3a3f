using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>The way into the system: submit an incident, or find one that was submitted before.</summary>
/// <remarks>
/// The same over an Orleans gateway and over HTTP. Every call is safe to repeat and is repeated while silos or the network are away, for as long
/// as <see cref="SelfHealingClientOptions.CallTimeout"/> allows; then it ends with a <see cref="SelfHealingUnreachableException"/>.
/// </remarks>
public interface ISelfHealingClient
{
    /// <summary>Submits an incident and returns as soon as it is recorded; the repair goes on without the caller.</summary>
    /// <param name="report">What to repair, and how far the system may go.</param>
    /// <param name="options">A key that makes the submission safe to repeat from any process; null for a new incident.</param>
    /// <param name="cancellationToken">Gives up waiting; the incident may still have been accepted.</param>
    /// <exception cref="ArgumentException">The key or the id is not one.</exception>
    /// <exception cref="IncidentException">The report cannot be worked on, or the key was used for another report.</exception>
    /// <exception cref="QueueFullException">There is no room for it; nothing was recorded. <see cref="QueueFullException.RetryAfter"/> says when to try again.</exception>
    /// <exception cref="SelfHealingUnreachableException">Nobody answered; submitting again with the same key is right.</exception>
    /// <exception cref="CallerRefusedException">The server does not know the token.</exception>
    Task<RepairHandle> SubmitAsync(IncidentReport report, SubmitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The handle of an incident. Nothing is asked of the system yet.</summary>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not an incident's id (see <see cref="IncidentId"/>).</exception>
    RepairHandle GetHandle(string id);

    /// <summary>Handles of the incidents that the system knows, newest first.</summary>
    /// <param name="openOnly">True for those that have not ended. The default value is false.</param>
    /// <param name="limit">Most handles returned. The default value is 100.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SelfHealingUnreachableException">Nobody answered.</exception>
    Task<IReadOnlyList<RepairHandle>> ListAsync(bool openOnly = false, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>The queue and the silos as they stand.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SelfHealingUnreachableException">Nobody answered.</exception>
    Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken = default);
}
