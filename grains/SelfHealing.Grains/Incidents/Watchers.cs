using System.Threading.Channels;
using SelfHealing.Incidents;

namespace SelfHealing.Grains.Incidents;

/// <summary>Those who watch an incident live. A watcher that reads too slowly loses progress, never events: it reopens from the journal.</summary>
internal sealed class Watchers
{
    private const int Backlog = 4096;
    private readonly List<Watcher> _all = [];

    /// <summary>True while somebody watches.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Begins a watch.</summary>
    /// <param name="left">Called when this one ends.</param>
    public Watcher Add(Action left)
    {
        var watcher = new Watcher(this, left);
        _all.Add(watcher);
        return watcher;
    }

    public void Tell(IncidentSignal signal)
    {
        foreach (var watcher in _all.ToList())
        {
            watcher.Tell(signal);
        }
    }

    /// <summary>Ends every watch: what comes after is found in the journal.</summary>
    public void Complete()
    {
        foreach (var watcher in _all.ToList())
        {
            watcher.Complete();
        }
    }

    public sealed class Watcher(Watchers owner, Action left) : IDisposable
    {
        private readonly Channel<IncidentSignal> _channel = Channel.CreateBounded<IncidentSignal>(Backlog);

        public ChannelReader<IncidentSignal> Signals => _channel.Reader;

        public void Tell(IncidentSignal signal)
        {
            if (!_channel.Writer.TryWrite(signal) && signal is EventSignal)
            {
                Complete();
            }
        }

        public void Complete() => _channel.Writer.TryComplete();

        public void Dispose()
        {
            owner._all.Remove(this);
            Complete();
            left();
        }
    }
}
