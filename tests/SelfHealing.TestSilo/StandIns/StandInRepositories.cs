using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Toolchains;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>Repositories that hold the one broken program and take every branch at once.</summary>
internal sealed class StandInRepositories(SideEffects effects) : IRepositories
{
    private const string Commit = "c0ffee0000000000000000000000000000000000";

    public Task<Checkout> CheckOutAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new Checkout(Commit, (stream, ct) => stream.WriteAsync(BrokenProgram.Bytes, ct).AsTask()));

    public Task<byte[]?> ReadFileAsync(Workspace workspace, string path, CancellationToken cancellationToken) =>
        Task.FromResult(path == BrokenProgram.Path ? BrokenProgram.Bytes : null);

    public async Task<Deployment> PublishAsync(string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken)
    {
        await effects.MakeOnceAsync(incident, "deploy", "publish", cancellationToken);
        return new Deployment($"selfheal/{incident}", Commit, "origin", PullRequest: null);
    }
}
