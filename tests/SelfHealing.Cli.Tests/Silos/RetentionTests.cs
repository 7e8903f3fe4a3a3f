using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Incidents;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Tests.Silos;

public sealed class RetentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_forgets_what_ended_before_the_retention_and_nothing_else()
    {
        var folder = DataFolder.Open(_folder.Path);
        await WriteAsync(folder, "inc-old", TimeSpan.FromDays(40), isClosed: true);
        await WriteAsync(folder, "inc-waiting", TimeSpan.FromDays(40), isClosed: false);
        await WriteAsync(folder, "inc-new", TimeSpan.FromDays(20), isClosed: true);
        var options = new EmbeddedSiloOptions
        {
            DataFolder = folder,
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["SelfHealing:Retention:ClosedIncidents"] = "30.00:00:00" },
        };

        await using var silo = await EmbeddedSilo.StartAsync(options, Token);

        var journal = silo.Services.GetRequiredService<IEventJournal>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        IReadOnlyList<string> left;
        do
        {
            await Task.Delay(20, limit.Token);
            left = await journal.ListAsync(open: false, 10, limit.Token);
        }
        while (left.Contains("inc-old"));
        left.ShouldBe(["inc-new", "inc-waiting"], ignoreOrder: true);
    }

    private static async Task WriteAsync(DataFolder folder, string incident, TimeSpan ago, bool isClosed)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow - ago))
            .AddSqliteStorage(folder)
            .BuildServiceProvider();
        IReadOnlyList<RepairEvent> events = isClosed ? [new StepStarted("s", 1), new Closed(IncidentStatus.GaveUp, "No patch.")] : [new StepStarted("s", 1)];
        await services.GetRequiredService<IEventJournal>().AppendAsync(incident, 0, events, Token);
    }
}
