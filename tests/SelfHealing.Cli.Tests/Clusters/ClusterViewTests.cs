using SelfHealing.Admission;
using SelfHealing.Cli.Clusters;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Tests.Clusters;

public sealed class ClusterViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 23, 5, 0, TimeSpan.Zero);
    private static readonly CommandHints Hints = new("./selfheal", "/srv/heal");
    private static readonly ProcessSnapshot Gateway = new("gateway", ProcessState.Ready, 4711, new Uri("http://127.0.0.1:5480"), null, TimeSpan.FromMinutes(12), 0);

    [Fact]
    public void A_cluster_that_starts_says_what_it_waits_for() => Snapshot.ShouldMatch(
        View(new ClusterSnapshot(TimeSpan.FromSeconds(1), null, null, [], 2, new ScalingRules(2, 2), null)), "cluster-starting", 100);

    [Theory]
    [InlineData(80)]
    [InlineData(130)]
    public void A_cluster_at_work_shows_its_processes_its_queue_and_how_to_submit(int width) =>
        Snapshot.ShouldMatch(View(AtWork(), Happened()), $"cluster-at-work-{width}", width);

    [Fact]
    public void Plain_terminals_get_plain_signs() => Snapshot.ShouldMatch(View(AtWork(), Happened()), "cluster-at-work-plain", 100, unicode: false);

    [Fact]
    public void What_a_silo_says_of_itself_reaches_the_screen_as_text_only()
    {
        const string hostile = "\u001b]0;owned\u0007\u001b[2J[red]no[/]\u202egnp.exe\n";
        var cluster = AtWork();
        cluster = cluster with { Report = cluster.Report! with { Silos = [.. cluster.Report.Silos.Select(s => s with { Unfit = hostile })] } };

        var shown = Snapshot.Of(View(cluster, [new Happening("process", hostile)]), 120);

        shown.ShouldContain("[red]no[/]");
        shown.EnumerateRunes().Where(r => r.Value != '\n').ShouldAllBe(r => !Terminals.SafeText.IsHidden(r));
    }

    private static ClusterView View(ClusterSnapshot cluster, params Happening[] latest) => new(cluster, latest, Hints, Now, 0);

    private static Happening[] Happened() =>
    [
        new("scale", "Starting 2 more silos: 14 incidents wait, and all 4 places are taken.") { At = Now.AddMinutes(-1) },
        new("process", "silo-4 died (signal 9); starting it again in 2.0s.") { At = Now.AddSeconds(-2), Name = "silo-4", State = ProcessState.Waiting },
    ];

    private static ClusterSnapshot AtWork() => new(
        TimeSpan.FromMinutes(12),
        "PostgreSQL 15 on 127.0.0.1:41234, started for this data folder",
        Gateway,
        [
            new("silo-1", ProcessState.Ready, 4712, new Uri("http://127.0.0.1:40101"), null, TimeSpan.FromMinutes(12), 0),
            new("silo-2", ProcessState.Ready, 4713, new Uri("http://127.0.0.1:40102"), null, TimeSpan.FromMinutes(3), 1),
            new("silo-3", ProcessState.Starting, 4714, new Uri("http://127.0.0.1:40103"), null, TimeSpan.FromSeconds(2), 0),
            new("silo-4", ProcessState.Waiting, null, new Uri("http://127.0.0.1:40104"), "signal 9; starting it again in 2.0s", TimeSpan.FromSeconds(2), 3),
        ],
        4,
        new ScalingRules(2, 6),
        new AdmissionReport(
            14, 4, 4, Now.AddSeconds(-80), [],
            [
                new("S127.0.0.1:1:1", "silo-1", 4, null, 0.34, Now),
                new("S127.0.0.1:2:1", "silo-2", 0, "No Docker engine answers. Start one.", 0.02, Now),
            ]));
}
