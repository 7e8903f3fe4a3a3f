using SelfHealing.Sandboxes;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains.Python;

/// <summary>Containers that serve searches. One that is given back stays warm for a moment: what it imported and measured, the next question need not.</summary>
internal sealed class HarnessPool(ISandbox sandbox, IArtifacts artifacts, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan _warm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longest = TimeSpan.FromHours(2);

    private readonly Lock _changing = new();
    private readonly List<Idle> _idle = [];
    private readonly HashSet<Task> _ending = [];
    private bool _disposed;

    /// <summary>A container for this workspace: a warm one, or a new one.</summary>
    /// <exception cref="SandboxException">The container could not be started.</exception>
    public async Task<HarnessLease> RentAsync(Workspace workspace, Baseline baseline, CancellationToken cancellationToken)
    {
        var key = HarnessKey.Of(workspace, baseline);
        if (Take(other => other == key) is { } warm)
        {
            return new HarnessLease(this, key, warm.Run);
        }

        var header = new HarnessHeader("serve", workspace.TestCommand, workspace.Subdirectory, 300)
        {
            Failing = baseline.FailToPass,
            Passing = baseline.PassToPass,
            Endless = baseline.TimedOut,
            BaselineSeconds = baseline.Seconds,
            CommandSeconds = 10 + (3 * baseline.Seconds),
        };
        return new HarnessLease(this, key, await HarnessRun.StartAsync(sandbox, artifacts, workspace, header, _longest, cancellationToken));
    }

    /// <summary>A container for this workspace, whatever its tests: a warm one, or a new one that knows of no tests.</summary>
    /// <exception cref="SandboxException">The container could not be started.</exception>
    public async Task<HarnessLease> RentAsync(Workspace workspace, CancellationToken cancellationToken) =>
        Take(key => key.Workspace == workspace) is { } warm
            ? new HarnessLease(this, warm.Key, warm.Run)
            : await RentAsync(workspace, new Baseline([], [], "", 0), cancellationToken);

    /// <summary>Ends the warm containers of an incident, without waiting until they have gone.</summary>
    public void Close(string incident) => End(idle => idle.Key.Workspace.Incident == incident);

    /// <summary>Ends every warm container and waits until all have gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ending;
        lock (_changing)
        {
            _disposed = true;
            End(_ => true);
            ending = Task.WhenAll(_ending);
        }

        await ending;
    }

    /// <summary>Keeps a container warm for the next question, if that comes soon.</summary>
    internal void Return(HarnessKey key, HarnessRun run)
    {
        var idle = new Idle(key, run);
        lock (_changing)
        {
            _idle.Add(idle);
            idle.Patience = time.CreateTimer(_ => End(other => other == idle), null, _disposed ? TimeSpan.Zero : _warm, Timeout.InfiniteTimeSpan);
        }
    }

    private Idle? Take(Predicate<HarnessKey> which)
    {
        lock (_changing)
        {
            var idle = _idle.Find(i => which(i.Key));
            if (idle is null)
            {
                return null;
            }

            _idle.Remove(idle);
            idle.Patience?.Dispose();
            return idle;
        }
    }

    private void End(Predicate<Idle> which)
    {
        lock (_changing)
        {
            foreach (var idle in _idle.FindAll(which))
            {
                _idle.Remove(idle);
                idle.Patience?.Dispose();
                _ = EndAsync(idle.Run);
            }
        }
    }

    private async Task EndAsync(HarnessRun run)
    {
        var end = run.DisposeAsync().AsTask();
        lock (_changing)
        {
            _ending.Add(end);
        }

        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_changing)
        {
            _ending.Remove(end);
        }
    }

    private sealed record Idle(HarnessKey Key, HarnessRun Run)
    {
        public ITimer? Patience { get; set; }
    }
}
