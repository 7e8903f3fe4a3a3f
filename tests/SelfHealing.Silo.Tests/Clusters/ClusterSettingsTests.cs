using Microsoft.Extensions.Configuration;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Silo.Tests.Clusters;

public sealed class ClusterSettingsTests
{
    private const string Database = "Host=db;Database=shop;Username=me;Password=hunter2";

    [Fact]
    public void A_silo_without_a_connection_string_says_which_variable_to_set() =>
        Should.Throw<SettingsException>(() => Read()).Message.ShouldContain("ConnectionStrings__selfheal");

    [Fact]
    public void The_connection_that_the_clustering_section_names_is_taken()
    {
        var settings = Read(("Orleans:Clustering:ConnectionName", "other"), ("ConnectionStrings:other", Database));

        settings.Database.ShouldBe("shop on db:5432");
    }

    [Fact]
    public void An_unreadable_connection_string_is_refused_without_telling_what_is_in_it()
    {
        var refusal = Should.Throw<SettingsException>(() => Read(("ConnectionStrings:selfheal", "Host=db;Passwort=hunter2")));

        refusal.Message.ShouldContain("ConnectionStrings__selfheal");
        refusal.ToString().ShouldNotContain("hunter2");
    }

    [Theory, InlineData("SiloPort", "70000"), InlineData("GatewayPort", "-1"), InlineData("SiloPort", "http"), InlineData("AdvertisedIPAddress", "here")]
    public void An_address_that_is_none_is_refused_by_name(string key, string value) =>
        Should.Throw<SettingsException>(() => Read(("ConnectionStrings:selfheal", Database), ($"Orleans:Endpoints:{key}", value)))
            .Message.ShouldContain($"Orleans:Endpoints:{key}");

    [Theory, InlineData("localhost", true), InlineData("127.0.0.1", true), InlineData("/run/postgresql", true), InlineData("db.example.org", false)]
    public void A_database_on_the_loopback_makes_a_cluster_of_this_machine(string host, bool local) =>
        Read(("ConnectionStrings:selfheal", $"Host={host};Database=shop")).IsOfThisMachine.ShouldBe(local);

    [Fact]
    public void Many_silos_that_start_at_once_never_take_the_same_port()
    {
        var ports = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Select(_ => ReservedPort.Take()).ToList();

        ports.ShouldBeUnique();
    }

    private static ClusterSettings Read(params (string Key, string Value)[] settings) => ClusterSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, string? (s) => s.Value, StringComparer.Ordinal)).Build());
}
