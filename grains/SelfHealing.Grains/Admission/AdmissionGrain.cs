using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Grains.Incidents;
using SelfHealing.Repair.Admission;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Admission;

/// <summary>The queue of the whole cluster, in memory. Its turns never wait for an incident, because incidents wait for it.</summary>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class AdmissionGrain : Grain, IAdmissionGrain, IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(30);

    // An incident is offered before it is recorded; one that never was is forgotten.
    private static readonly TimeSpan s_recording = TimeSpan.FromMinutes(1);

    private readonly Lazy<IIncidentIndex> _index;
    private readonly AdmissionOptions _options;
    private readonly bool _recovers;
    private readonly TimeProvider _time;
    private readonly ILogger<AdmissionGrain> _logger;
    private readonly CancellationTokenSource _leaving = new();
    private readonly AdmissionQueue _queue;
    private readonly SiloRoll _silos;
    private readonly IncidentTouch _touch;
    private HashSet<string>? _left;

    public AdmissionGrain(
        IServiceProvider services, IOptions<AdmissionOptions> options, IOptions<IncidentOptions> incidents, TimeProvider time, ILogger<AdmissionGrain> logger)
    {
        (_options, _recovers, _time, _logger) = (options.Value, incidents.Value.AutoResume, time, logger);

        // A process that takes up nothing of others needs no index.
        _index = new Lazy<IIncidentIndex>(services.GetRequiredService<IIncidentIndex>);
        _queue = new AdmissionQueue(_options.Limits) { Places = _options.PlacesPerSilo };
        _silos = new SiloRoll(time);
        _touch = new IncidentTouch(GrainFactory, Answered, time, logger, _leaving.Token);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!_recovers)
        {
            return;
        }

        await foreach (var entry in _index.Value.ReadOpenAsync(cancellationToken))
        {
            _queue.Restore(entry, _time.GetUtcNow());
        }

        TouchAll(_queue.AdmittedIncidents);
        Fill();
        this.RegisterGrainTimer(ReconcileAsync, new GrainTimerCreationOptions(s_period, s_period) { Interleave = true, KeepAlive = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _leaving.CancelAsync();

    public Task<AdmissionAnswer> OfferAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        var answer = _queue.Offer(entry, _time.GetUtcNow());
        Fill();
        return Task.FromResult(answer);
    }

    public Task ReleaseAsync(string incident, bool hasEnded)
    {
        Release(incident, hasEnded);
        return Task.CompletedTask;
    }

    public Task HandOverAsync(string incident)
    {
        _touch.Soon(incident);
        return Task.CompletedTask;
    }

    public Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (_recovers)
        {
            TouchAll(_queue.AdmittedIncidents);
            Fill();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SiloReport>> AnnounceAsync(SiloReport report)
    {
        if (_silos.Hear(report) is { } remark)
        {
            _logger.LogWarning("{Remark}", remark);
        }

        Fill();
        return Task.FromResult(_silos.Silos);
    }

    public Task<AdmissionReport> GetReportAsync()
    {
        CountPlaces();
        return Task.FromResult(new AdmissionReport(_queue.Queued, _queue.Running, _queue.Places, _queue.OldestQueuedAt, _queue.Tenants, _silos.Silos));
    }

    public void Dispose() => _leaving.Dispose();

    private void Release(string incident, bool hasEnded)
    {
        if (hasEnded)
        {
            _left?.Add(incident);
        }

        _queue.Release(incident, hasEnded, _time.GetUtcNow());
        Fill();
    }

    private void CountPlaces() => _queue.Places = _silos.Places ?? _options.PlacesPerSilo;

    // Gives away whatever places there are.
    private void Fill()
    {
        CountPlaces();
        while (_queue.TakeNext() is { } next)
        {
            _touch.Soon(next);
        }
    }

    private void TouchAll(IReadOnlyList<string> incidents)
    {
        foreach (var incident in incidents)
        {
            _touch.Soon(incident);
        }
    }

    private void Answered(string incident, bool hasWork)
    {
        if (hasWork)
        {
            _queue.Return(incident);
        }
        else
        {
            Release(incident, hasEnded: false);
        }
    }

    // What lost calls left is put right: the index knows what is open, and whoever is called goes on.
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        _left = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var before = _time.GetUtcNow() - s_recording;
            var open = await _index.Value.ReadOpenAsync(cancellationToken).ToListAsync(cancellationToken);
            _queue.Reconcile(open, _left, _time.GetUtcNow(), before);
            TouchAll(_queue.RunningIncidents);
            Fill();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _logger.LogWarning(e, "The queue could not be compared with the database. It is tried again in half a minute.");
        }
        finally
        {
            _left = null;
        }
    }
}
