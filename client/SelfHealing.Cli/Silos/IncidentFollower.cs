using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Silos;

/// <summary>Follows an incident to its end, over the silo that works on it and, when that one goes away, over the next.</summary>
internal sealed class IncidentFollower(Surroundings surroundings, string place) : IAsyncDisposable
{
    private ISiloSession? _session;

    /// <summary>The open session; opened when it is first asked for.</summary>
    public async Task<ISiloSession> SessionAsync(CancellationToken cancellationToken) => _session ??= await Waiting.ForAsync(
        surroundings.Terminal,
        "Starting",
        progress => surroundings.Silos.OpenAsync(place, progress, cancellationToken));

    /// <summary>Shows the incident until it ends or waits for a person.</summary>
    /// <param name="incident">The view to feed; it may know a part of the history already.</param>
    /// <param name="display">Shows it.</param>
    /// <param name="cancellationToken">Ends the watch, not the incident.</param>
    public async Task FollowAsync(IncidentView incident, IIncidentDisplay display, CancellationToken cancellationToken)
    {
        await SessionAsync(cancellationToken);
        await display.RunAsync(incident, () => FollowAllAsync(incident, display, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    private async Task FollowAllAsync(IncidentView incident, IIncidentDisplay display, CancellationToken cancellationToken)
    {
        while (!await WatchOnceAsync(incident, display, cancellationToken))
        {
            display.Say("The process that worked on it has ended; going on in this one.");
            await DisposeAsync();
            _session = await surroundings.Silos.OpenAsync(place, new Told(display), cancellationToken);
            if (incident.State.Sequence > 0)
            {
                await _session.Client.GetHandle(incident.Id).ResumeAsync(null, cancellationToken);
            }
        }
    }

    /// <returns>True when there is nothing more to wait for; false when the silo went away.</returns>
    private async Task<bool> WatchOnceAsync(IncidentView incident, IIncidentDisplay display, CancellationToken cancellationToken)
    {
        var session = await SessionAsync(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Lost);
        try
        {
            await foreach (var signal in session.Client.GetHandle(incident.Id).WatchAsync(incident.State.Sequence, watching.Token))
            {
                if (signal is EventSignal { Recorded.Incident: var teller } && teller != incident.Id)
                {
                    // The incident is a duplicate, and what follows is told by the one that repairs the same trouble.
                    break;
                }

                Take(signal, incident, display);
            }
        }
        catch (OperationCanceledException) when (session.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (IncidentUnreachableException) when (session.MayBeTakenOver)
        {
            return false;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var isAtRest = incident.Status is not (IncidentStatus.Running or IncidentStatus.Queued);
        return isAtRest || session.Services is null ? isAtRest : throw Stopped(incident);
    }

    private static void Take(IncidentSignal signal, IncidentView incident, IIncidentDisplay display)
    {
        bool isNew;
        lock (incident.Gate)
        {
            isNew = incident.Apply(signal);
        }

        if (isNew)
        {
            display.Show(signal, incident);
        }
    }

    private CliException Stopped(IncidentView incident) => new(
        $"The repair of {incident.Id} stopped before its end. What failed is in {Path.Combine(place, "logs")}; "
        + $"go on with: {surroundings.HintsFor(place).Line($"resume {incident.Id}")}");

    private sealed class Told(IIncidentDisplay display) : IProgress<string>
    {
        public void Report(string value) => display.Say(value);
    }
}
