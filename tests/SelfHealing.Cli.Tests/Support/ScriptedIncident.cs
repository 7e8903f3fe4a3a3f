using System.Runtime.CompilerServices;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>An incident that plays a history from a script, as its grain would.</summary>
internal sealed class ScriptedIncident(string id, InMemoryJournal journal, IReadOnlyList<RecordedEvent> script) : IIncidentGrain
{
    public List<string> Calls { get; } = [];

    /// <summary>Thrown after this many signals of the first watch.</summary>
    public (int After, Exception Failure)? Break { get; set; }

    /// <summary>Never ends its watch by itself.</summary>
    public bool Hangs { get; set; }

    public IncidentReport? Report { get; private set; }

    public Task SubmitAsync(IncidentReport report, CancellationToken cancellationToken)
    {
        Calls.Add("submit");
        Report = report;
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<IncidentSignal> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Calls.Add($"watch {after}");
        var told = 0;
        foreach (var recorded in script.Where(e => e.Sequence > after))
        {
            if (Break is { } broken && told++ == broken.After)
            {
                Break = null;
                throw broken.Failure;
            }

            journal.Record(recorded with { Incident = id });
            yield return new EventSignal(recorded with { Incident = id });
        }

        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        yield return new AtRestSignal();
    }

    public Task<bool> AdmitAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> IsOpenAsync() => Task.FromResult(Report is not null);

    public Task ResumeAsync(TimeSpan? budget, CancellationToken cancellationToken) => Called($"resume {budget}");

    public Task ApproveAsync(string by, string? comment, CancellationToken cancellationToken) => Called($"approve {by} {comment}");

    public Task RejectAsync(string by, string? comment, CancellationToken cancellationToken) => Called($"reject {by} {comment}");

    public Task CancelAsync(string by, CancellationToken cancellationToken) => Called($"cancel {by}");

    public Task ReportProgressAsync(ProgressSignal progress) => Called("progress");

    private Task Called(string call)
    {
        Calls.Add(call.TrimEnd());
        return Task.CompletedTask;
    }

    public Task<SelfHealing.Models.CallTerms> GetCallTermsAsync(string call, string digest) =>
        throw new InvalidOperationException("The command makes no calls.");

    public Task RecordCallAsync(SelfHealing.Models.ModelCall call) => Task.CompletedTask;
}
