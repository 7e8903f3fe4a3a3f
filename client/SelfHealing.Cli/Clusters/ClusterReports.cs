using SelfHealing.Admission;

namespace SelfHealing.Cli.Clusters;

/// <summary>The cluster's own report of its queue and its silos, asked of the gateway now and then.</summary>
/// <param name="api">The gateway.</param>
internal sealed class ClusterReports(ClusterApi api)
{
    private Task _asking = Task.CompletedTask;

    /// <summary>The last report; null while nobody answers.</summary>
    public AdmissionReport? Last { get; private set; }

    /// <summary>Asks again, without waiting for the answer, unless the last question is still open.</summary>
    /// <param name="answers">Whether the gateway is ready at all.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task RefreshAsync(bool answers, CancellationToken cancellationToken)
    {
        if (!answers)
        {
            Last = null;
        }
        else if (_asking.IsCompleted)
        {
            await _asking;
            _asking = AskAsync(cancellationToken);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            Last = await api.GetReportAsync(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException || ClusterApi.IsAway(e, cancellationToken))
        {
            Last = null;
        }
    }
}
