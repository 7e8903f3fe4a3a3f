using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Statistics;
using SelfHealing.Admission;
using SelfHealing.Grains.Admission;
using SelfHealing.Grains.Placement;

namespace SelfHealing.Silo.Fitness;

/// <summary>Looks every few seconds, and when silos come or go, whether this one can work, tells the cluster, and hears how the others fare.</summary>
/// <remarks>Its host starts it after the silo and stops it before: a silo that is asked to stop says so while it can still speak.</remarks>
internal sealed class SiloFitness(
    IEnumerable<IFitnessCheck> checks, FitSilos silos, IGrainFactory grains, ILocalSiloDetails self, IClusterMembershipService membership,
    IEnvironmentStatisticsProvider statistics, IHostApplicationLifetime life, IOptions<FitnessOptions> options, IOptions<AdmissionOptions> admission,
    TimeProvider time, ILogger<SiloFitness> logger) : BackgroundService
{
    private static readonly TimeSpan _lastWord = TimeSpan.FromSeconds(2);
    private const string Starting = "The silo is starting.";
    private const string Leaving = "The silo is stopping, and hands its work over to the others.";

    private readonly SemaphoreSlim _news = new(0);
    private readonly IReadOnlyList<IFitnessCheck> _checks = [.. checks];
    private volatile string? _unfit = Starting;
    private IReadOnlyList<bool> _bad = [];
    private IReadOnlyList<SiloReport> _heard = [];

    /// <summary>Why this silo cannot work; null when it can.</summary>
    public string? Unfit => life.ApplicationStopping.IsCancellationRequested ? Leaving : _unfit;

    /// <summary>Incidents that this silo can work on at once; 0 while it cannot work.</summary>
    public int Places => Unfit is null ? PlacesHere : 0;

    private int PlacesHere => options.Value.Places > 0 ? options.Value.Places : admission.Value.PlacesPerSilo;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await AnnounceAsync(_lastWord);
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(BeatAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Note(await ExamineAsync(cancellationToken));
            await AnnounceAsync(options.Value.Every);
            await _news.WaitAsync(options.Value.Every, cancellationToken);
        }
    }

    /// <summary>When a silo comes or goes, the queue may have moved to another one, which has heard of nobody yet.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    private async Task<IReadOnlyList<string?>> ExamineAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_checks.Select(check => ExamineAsync(check, cancellationToken)));

    private async Task<string?> ExamineAsync(IFitnessCheck check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.Every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await check.WhyUnfitAsync(either.Token).WaitAsync(either.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return e is OperationCanceledException
                ? $"The check {check.GetType().Name} got no answer within {options.Value.Every.TotalSeconds:0.#} s."
                : $"The check {check.GetType().Name} failed: {e.Message}";
        }
    }

    /// <summary>Says each change once: what is bad by another figure than a moment ago is no news.</summary>
    private void Note(IReadOnlyList<string?> answers)
    {
        var reason = string.Join(' ', answers.OfType<string>());
        var bad = answers.Select(answer => answer is not null).ToList();
        if (!bad.SequenceEqual(_bad))
        {
            if (reason.Length == 0)
            {
                logger.LogInformation("This silo is fit for work.");
            }
            else
            {
                logger.LogWarning("This silo takes no work: {Reason}", reason);
            }
        }

        (_bad, _unfit) = (bad, reason.Length == 0 ? null : reason);
    }

    private async Task AnnounceAsync(TimeSpan patience)
    {
        var report = new SiloReport(
            self.SiloAddress.ToParsableString(), self.Name, Places, Unfit,
            statistics.GetEnvironmentStatistics().FilteredCpuUsagePercentage / 100, time.GetUtcNow());
        silos.Hear([.. _heard.Where(other => other.Silo != report.Silo), report]);
        try
        {
            _heard = await grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).AnnounceAsync(report).WaitAsync(patience, time);
            silos.Hear([.. _heard.Where(other => other.Silo != report.Silo), report]);
        }
        catch (Exception e)
        {
            // The silo that hosts the queue may have died this moment. The next beat finds it elsewhere.
            logger.LogDebug(e, "The cluster was not told how this silo fares.");
        }
    }
}
