using Orleans.Concurrency;

namespace SelfHealing.Admission;

/// <summary>Decides which incident runs when: one for the whole cluster, keyed <see cref="Key"/>.</summary>
/// <remarks>
/// It writes nothing. The queue is the index of open incidents, which the journal keeps in the transaction that appends their events; this
/// grain holds it in memory and reads it again wherever it is activated.
/// </remarks>
[Alias("IAdmissionGrain")]
public interface IAdmissionGrain : IGrainWithStringKey
{
    /// <summary>The key of the one grain.</summary>
    const string Key = "admission";

    /// <summary>Offers an incident that is about to be recorded. Offering the same one again gives an answer that fits what became of it.</summary>
    Task<AdmissionAnswer> OfferAsync(IncidentEntry entry, CancellationToken cancellationToken);

    /// <summary>Gives the place of an incident back: it ended, or waits for a person.</summary>
    /// <param name="incident">The incident's id; one that is not known changes nothing.</param>
    /// <param name="hasEnded">False when it waits for a person: reports of the same trouble are still joined to it.</param>
    Task ReleaseAsync(string incident, bool hasEnded);

    /// <summary>Lets an incident go on elsewhere whose silo stops in good order, or whose activation could not go on.</summary>
    [OneWay]
    Task HandOverAsync(string incident);

    /// <summary>Touches every running incident, so that those whose silo died go on elsewhere, and starts what there is room for.</summary>
    Task RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Tells how a silo fares, every few seconds, and hears how the others do.</summary>
    Task<IReadOnlyList<SiloReport>> AnnounceAsync(SiloReport report);

    /// <summary>The queue and the silos as they stand: what the supervisor, the metrics and people look at.</summary>
    [ReadOnly]
    Task<AdmissionReport> GetReportAsync();
}

/// <summary>What became of an offer.</summary>
[GenerateSerializer, Immutable, Alias("AdmissionAnswer")]
public abstract record AdmissionAnswer;

/// <summary>There is room: record it and start.</summary>
[GenerateSerializer, Immutable, Alias("AdmittedAtOnce")]
public sealed record AdmittedAtOnce : AdmissionAnswer;

/// <summary>Record it; it starts when its turn comes.</summary>
/// <param name="Ahead">Incidents that wait before it, of all tenants.</param>
[GenerateSerializer, Immutable, Alias("Enqueued")]
public sealed record Enqueued(int Ahead) : AdmissionAnswer;

/// <summary>The same trouble is being repaired already.</summary>
/// <param name="Of">The incident that repairs it.</param>
[GenerateSerializer, Immutable, Alias("AlreadyReported")]
public sealed record AlreadyReported(string Of) : AdmissionAnswer;

/// <summary>The queue is full: nothing was recorded.</summary>
/// <param name="Reason">Which limit was reached, in a sentence.</param>
/// <param name="RetryAfter">When it is worth trying again, estimated from how fast incidents end.</param>
[GenerateSerializer, Immutable, Alias("Refused")]
public sealed record Refused(string Reason, TimeSpan RetryAfter) : AdmissionAnswer;

/// <summary>An incident could not be accepted because a queue is full. Nothing was recorded; submitting again later is right.</summary>
/// <param name="message">Which limit was reached, and what to do.</param>
/// <param name="retryAfter">When it is worth trying again.</param>
[GenerateSerializer, Alias("QueueFullException")]
public sealed class QueueFullException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>When it is worth trying again.</summary>
    [Id(0)] public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>How a silo fares.</summary>
/// <param name="Silo">Its address, as Orleans writes it.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Places">Incidents that it can work on at once; 0 when it cannot work.</param>
/// <param name="Unfit">Why it cannot work (no Docker engine, disk full), in a sentence with what to do; null when it can.</param>
/// <param name="CpuShare">Share of its processors in use, 0 to 1.</param>
/// <param name="At">When it said so, by its own clock (UTC).</param>
[GenerateSerializer, Immutable, Alias("SiloReport")]
public sealed record SiloReport(string Silo, string Name, int Places, string? Unfit, double CpuShare, DateTimeOffset At)
{
    /// <summary>What the others noticed of it, in a sentence with what to do: a clock that is off; null for nothing.</summary>
    [Id(0)] public string? Remark { get; init; }
}

/// <summary>The queue and the silos as they stand.</summary>
/// <param name="Queued">Incidents that wait for their turn.</param>
/// <param name="Running">Incidents that are worked on.</param>
/// <param name="Places">Incidents that all able silos can work on at once.</param>
/// <param name="OldestQueuedAt">When the incident that waits longest was submitted; null when none waits.</param>
/// <param name="Tenants">Each tenant that has queued or running incidents.</param>
/// <param name="Silos">The silos, by name.</param>
[GenerateSerializer, Immutable, Alias("AdmissionReport")]
public sealed record AdmissionReport(
    int Queued, int Running, int Places, DateTimeOffset? OldestQueuedAt, IReadOnlyList<TenantLoad> Tenants, IReadOnlyList<SiloReport> Silos);

/// <summary>What one tenant has in the system.</summary>
[GenerateSerializer, Immutable, Alias("TenantLoad")]
public sealed record TenantLoad(string Tenant, int Queued, int Running);
