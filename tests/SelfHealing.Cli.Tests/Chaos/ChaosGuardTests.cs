using SelfHealing.Admission;
using SelfHealing.Cli.Chaos;
using SelfHealing.Cli.Clusters;

namespace SelfHealing.Cli.Tests.Chaos;

public sealed class ChaosGuardTests
{
    private const string Database = "Host=127.0.0.1;Port=5433;Database=selfheal;Username=u;Password=hunter2";

    private static readonly ClusterState State = new(
        1, new Uri("http://127.0.0.1:5480"), "127.0.0.1:5480", "127.0.0.1:5433/selfheal", [new RunningSilo("silo-1", 2, new Uri("http://127.0.0.1:4000"), IsReady: true)]);

    private static readonly AdmissionReport Report = new(0, 0, 4, null, [], [new SiloReport("127.0.0.1:11111@45678", "silo-1", 4, null, 0, DateTimeOffset.UnixEpoch)]);

    public static TheoryData<string, string> Refusals => new()
    {
        { "nothing runs", "No cluster of `selfheal up` runs" },
        { "gateway for all", "listens on 0.0.0.0:5480" },
        { "gateway elsewhere", "listens on 10.0.0.7:5480" },
        { "no database", "database of the cluster is not known" },
        { "far database", "db.example.org:5433/selfheal is on another machine" },
        { "one far host", "is on another machine" },
        { "other database", "uses the database 127.0.0.1:5433/selfheal, and not 127.0.0.1:5434/selfheal" },
        { "far silo", "silo-1 is reached at http://10.0.0.8:4000/" },
        { "no answer", "does not answer" },
        { "stranger", "far-away of the cluster is at S10.0.0.9:11111:1" },
    };

    [Fact]
    public void A_cluster_of_which_every_address_is_loopback_may_be_disturbed() => ChaosGuard.Refusal(State, Database, Report).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Anything_that_another_machine_could_use_is_left_alone(string what, string sentence)
    {
        var refusal = what switch
        {
            "nothing runs" => ChaosGuard.Refusal(null, Database, Report),
            "gateway for all" => ChaosGuard.Refusal(State with { GatewayListensOn = "0.0.0.0:5480" }, Database, Report),
            "gateway elsewhere" => ChaosGuard.Refusal(State with { GatewayListensOn = "10.0.0.7:5480", Gateway = new Uri("http://10.0.0.7:5480") }, Database, Report),
            "no database" => ChaosGuard.Refusal(State, null, Report),
            "far database" => ChaosGuard.Refusal(State, Database.Replace("127.0.0.1", "db.example.org", StringComparison.Ordinal), Report),
            "one far host" => ChaosGuard.Refusal(State, Database.Replace("127.0.0.1", "127.0.0.1,10.0.0.7", StringComparison.Ordinal), Report),
            "other database" => ChaosGuard.Refusal(State, Database.Replace("5433", "5434", StringComparison.Ordinal), Report),
            "far silo" => ChaosGuard.Refusal(State with { Silos = [State.Silos[0] with { Address = new Uri("http://10.0.0.8:4000") }] }, Database, Report),
            "no answer" => ChaosGuard.Refusal(State, Database, null),
            _ => ChaosGuard.Refusal(State, Database, Report with { Silos = [.. Report.Silos, Report.Silos[0] with { Silo = "S10.0.0.9:11111:1", Name = "far-away" }] }),
        };

        refusal.ShouldNotBeNull().ShouldContain(sentence);
        refusal.ShouldNotContain("hunter2");
    }
}
