using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Silo.Fitness;

namespace SelfHealing.Silo.Telemetry;

/// <summary>The signals by which silos are added and taken away: the queue, the places, the fitness.</summary>
/// <remarks>
/// There is one queue, so one silo tells of it: the first of the living ones by address. The others say nothing of it, and a sum over all
/// silos is the truth. What begins with <c>selfheal_silo_</c> is each silo's own.
/// </remarks>
internal sealed class ClusterMetrics : BackgroundService
{
    private readonly SiloFitness _fitness;
    private readonly IGrainFactory _grains;
    private readonly ILocalSiloDetails _self;
    private readonly IClusterMembershipService _membership;
    private readonly IOptions<FitnessOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private volatile AdmissionReport? _report;

    public ClusterMetrics(
        SiloFitness fitness, IGrainFactory grains, ILocalSiloDetails self, IClusterMembershipService membership, IOptions<FitnessOptions> options, TimeProvider time,
        IMeterFactory meters, ILogger<ClusterMetrics> logger)
    {
        (_fitness, _grains, _self, _membership, _options, _time, _logger) = (fitness, grains, self, membership, options, time, logger);
        var meter = meters.Create(ServiceDefaults.Meter);
        Of("selfheal_queue_depth", "Incidents that wait for their turn.", report => report.Queued);
        Of("selfheal_incidents_running", "Incidents that are worked on.", report => report.Running);
        Of("selfheal_places", "Incidents that all able silos can work on at once.", report => report.Places);
        Of("selfheal_queue_oldest_seconds", "How long the incident that waits longest has waited.", report => report.OldestQueuedAt is { } at ? Math.Max(0, (_time.GetUtcNow() - at).TotalSeconds) : 0);
        meter.CreateObservableGauge("selfheal_silo_fit", () => _fitness.Unfit is null ? 1 : 0, description: "1 while this silo can work, else 0.");
        meter.CreateObservableGauge("selfheal_silo_places", () => _fitness.Places, description: "Incidents that this silo can work on at once.");

        void Of(string name, string description, Func<AdmissionReport, double> value) => meter.CreateObservableGauge(
            name, () => _report is { } report ? [new Measurement<double>(value(report))] : Array.Empty<Measurement<double>>(), description: description);
    }

    private bool IsTeller => _membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .Select(member => member.SiloAddress)
        .Order()
        .FirstOrDefault() is { } first && first.Equals(_self.SiloAddress);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Value.Every, _time);
        do
        {
            _report = IsTeller ? await AskAsync(stoppingToken) : null;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<AdmissionReport?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).GetReportAsync().WaitAsync(_options.Value.Every, _time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Old figures are worse than none.
            _logger.LogDebug(e, "The queue was not asked how it stands.");
            return null;
        }
    }
}
