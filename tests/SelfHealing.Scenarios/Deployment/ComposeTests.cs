using System.Text.Json.Nodes;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>The file for Compose.</summary>
public sealed class ComposeTests
{
    private static readonly JsonNode Compose = Yaml.Read(SourceTree.At("compose.yaml")).ShouldHaveSingleItem();

    private static JsonNode Service(string name) => Compose["services"]![name]!;

    [Fact]
    public void It_is_what_the_Compose_Specification_asks_for() => Schema.Compose.Faults(Compose).ShouldBeEmpty();

    [Theory]
    [InlineData("silo", "depend_on", "[]")]
    [InlineData("silo", "volumes", "{}")]
    [InlineData("gateway", "healthcheck", "{\"test\": 1}")]
    public void A_service_that_Compose_would_refuse_is_refused_here(string service, string key, string value)
    {
        var broken = Compose.DeepClone();
        broken["services"]![service]![key] = JsonNode.Parse(value);

        Schema.Compose.Faults(broken).ShouldNotBeEmpty();
    }

    [Fact]
    public void Secrets_come_from_outside_and_none_has_a_default()
    {
        var text = File.ReadAllText(SourceTree.At("compose.yaml"));
        foreach (var name in (string[])["SELFHEAL_DB_PASSWORD", "SELFHEAL_TOKEN", "DOCKER_GID"])
        {
            text.Split($"${{{name}").Skip(1).ShouldNotBeEmpty();
            text.Split($"${{{name}").Skip(1).ShouldAllBe(rest => rest.StartsWith(":?", StringComparison.Ordinal), $"{name} without a value must stop the start");
        }

        ((string)Service("postgres")["environment"]!["POSTGRES_PASSWORD"]!).ShouldStartWith("${SELFHEAL_DB_PASSWORD:?");
    }

    [Fact]
    public void Only_the_gateway_is_reached_from_outside_and_by_default_from_this_machine_alone()
    {
        var open = Compose["services"]!.AsObject().Where(service => service.Value!["ports"] is not null).ToList();

        open.ShouldHaveSingleItem().Key.ShouldBe("gateway");
        ((string)Service("gateway")["ports"]!.AsArray().ShouldHaveSingleItem()!).ShouldStartWith("${SELFHEAL_LISTEN:-127.0.0.1}:");
        ((bool)Compose["networks"]!["inside"]!["internal"]!).ShouldBeTrue();
        Service("postgres")["networks"]!.AsArray().Select(n => (string)n!).ShouldBe(["inside"]);
    }

    [Fact]
    public void Only_silos_hold_the_engines_socket()
    {
        var holders = Compose["services"]!.AsObject()
            .Where(service => service.Value!["volumes"]?.AsArray().Any(volume => ((string)volume!).Contains("docker.sock", StringComparison.Ordinal)) == true);

        holders.ShouldHaveSingleItem().Key.ShouldBe("silo");
    }

    [Fact]
    public void Silos_wait_for_the_database_and_the_gateway_for_both()
    {
        Conditions("silo").ShouldBe(["postgres:service_healthy"]);
        Conditions("gateway").ShouldBe(["postgres:service_healthy", "silo:service_healthy"]);
        Service("postgres")["healthcheck"].ShouldNotBeNull();
        ((long)Service("silo")["deploy"]!["replicas"]!).ShouldBe(2);
    }

    [Fact]
    public void Everything_starts_again_after_a_crash_and_has_time_to_stop()
    {
        foreach (var (name, service) in Compose["services"]!.AsObject())
        {
            ((string?)service!["restart"]).ShouldBe("unless-stopped", name);
            int.Parse(((string)service["stop_grace_period"]!).TrimEnd('s')).ShouldBeGreaterThanOrEqualTo(30, name);
        }
    }

    [Fact]
    public void Silo_and_gateway_may_do_nothing_that_they_need_not()
    {
        foreach (var service in (JsonNode[])[Service("silo"), Service("gateway")])
        {
            ((bool)service["read_only"]!).ShouldBeTrue();
            ((string)service["cap_drop"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("ALL");
            ((string)service["security_opt"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("no-new-privileges:true");
            service["privileged"].ShouldBeNull();
        }

        Service("silo")["volumes"]!.AsArray().ShouldAllBe(volume => !((string)volume!).Contains("/data", StringComparison.Ordinal), "two silos must not share a folder");
    }

    private static IEnumerable<string> Conditions(string service) =>
        Service(service)["depends_on"]!.AsObject().Select(on => $"{on.Key}:{on.Value!["condition"]}");
}
