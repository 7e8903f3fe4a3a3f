using System.Collections.Frozen;
using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Panels;

/// <summary>A silo on which every fault of a voter meets an incident of its own, side by side; two healthy voters are on each panel.</summary>
public sealed class FaultySilo : IAsyncLifetime
{
    private static readonly string[] s_healthy = ["steady:agentless", "sound:multi-agent"];
    private readonly Project _project = Project.Load("league");
    private readonly ClosedPort _nobody = new();
    private ModelServer? _vendor;
    private PanelSilo? _silo;
    private FrozenDictionary<string, Task<PanelRun>>? _runs;

    public async ValueTask InitializeAsync()
    {
        var fix = _project.KnownFix();
        var faults = VoterFault.All.ToDictionary(f => $"fake-{f.Model}", StringComparer.Ordinal);
        _vendor = await ModelServer.StartAsync(request => faults.TryGetValue(request.Model, out var fault) ? fault.Answer(fix, request) : fix.Answer(request));
        _silo = await PanelSilo.StartAsync(
            [
                new PanelModel("steady", Dialect.OpenAIChat, _vendor.Endpoint(Dialect.OpenAIChat), "agentless"),
                new PanelModel("sound", Dialect.Anthropic, _vendor.Endpoint(Dialect.Anthropic), "multi-agent"),
                .. VoterFault.All.Select(ModelOf),
            ],
            // A voter that is stopped because the others agree never shows its fault.
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["SelfHealing:Ensemble:StopEarly"] = "false" });
        // The incidents outlive the context in which xunit makes this fixture.
        using (ExecutionContext.SuppressFlow())
        {
            _runs = VoterFault.All.ToFrozenDictionary(f => f.Name, fault => Task.Run(() => RepairAsync(fault)), StringComparer.Ordinal);
        }
    }

    /// <summary>The incident of a fault, once it has ended.</summary>
    internal Task<PanelRun> RunOfAsync(VoterFault fault) => _runs![fault.Name];

    public async ValueTask DisposeAsync()
    {
        await _silo!.DisposeAsync();
        await _vendor!.DisposeAsync();
        _nobody.Dispose();
    }

    private Task<PanelRun> RepairAsync(VoterFault fault) =>
        _silo!.RepairAsync(_project, report => report with { Models = [.. s_healthy, fault.Voter] }, fault.Model);

    // The dialects take turns, so that each meets several faults.
    private PanelModel ModelOf(VoterFault fault, int index)
    {
        var dialects = Enum.GetValues<Dialect>();
        var dialect = fault.Dialect ?? dialects[index % dialects.Length];
        return new PanelModel(fault.Model, dialect, fault.IsClosed ? _nobody.Endpoint(dialect) : _vendor!.Endpoint(dialect), fault.Strategy)
        {
            Timeout = fault.IsSilent ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(3),
        };
    }
}
