using SelfHealing.Admission;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Clusters;

/// <summary>The cluster at one moment.</summary>
/// <param name="Uptime">Since it was started.</param>
/// <param name="Database">What the database is, in words; null while there is none.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Silos">The silos, by name.</param>
/// <param name="Desired">How many silos there should be.</param>
/// <param name="Rules">How many there may be.</param>
/// <param name="Report">The queue and the silos as the cluster tells of them; null while it does not answer.</param>
internal sealed record ClusterSnapshot(
    TimeSpan Uptime, string? Database, ProcessSnapshot? Gateway, IReadOnlyList<ProcessSnapshot> Silos, int Desired, ScalingRules Rules, AdmissionReport? Report)
{
    /// <summary>What the cluster tells of a silo; null while it tells nothing.</summary>
    public SiloReport? ReportOf(ProcessSnapshot silo) => Report?.Silos.LastOrDefault(r => r.Name == silo.Name);
}

/// <summary>A process of the cluster at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it is.</param>
/// <param name="ProcessId">Its process id; null while it does not run.</param>
/// <param name="Address">Where it serves HTTP.</param>
/// <param name="Health">What is the matter, in a sentence; null when nothing is.</param>
/// <param name="For">How long it has been in this state.</param>
/// <param name="Deaths">How often it has died.</param>
internal sealed record ProcessSnapshot(string Name, ProcessState State, int? ProcessId, Uri Address, string? Health, TimeSpan For, int Deaths);
