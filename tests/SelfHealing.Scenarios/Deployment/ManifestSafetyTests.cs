using System.Text.Json.Nodes;
using Npgsql;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>What runs in Kubernetes may do what it must, and no more.</summary>
public sealed class ManifestSafetyTests
{
    private static readonly IReadOnlyList<Manifest> Deployments = [.. Manifest.OfKind("Deployment")];

    [Fact]
    public void Silo_and_gateway_are_not_root_and_write_to_their_volumes_alone()
    {
        foreach (var deployment in Deployments)
        {
            var security = deployment.Ours["securityContext"]!;

            ((bool)deployment.Pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
            ((string)deployment.Pod["securityContext"]!["seccompProfile"]!["type"]!).ShouldBe("RuntimeDefault");
            $"{security["runAsUser"]}:{security["runAsGroup"]}".ShouldBe(DockerfileText.OfTheRoot.Last("USER"), "the user of the image");
            ((bool)security["allowPrivilegeEscalation"]!).ShouldBeFalse();
            ((bool)security["readOnlyRootFilesystem"]!).ShouldBeTrue();
            ((string)security["capabilities"]!["drop"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe("ALL");
            deployment.Ours["volumeMounts"]!.AsArray().Select(mount => (string)mount!["mountPath"]!).ShouldContain("/data");
            deployment.Ours["volumeMounts"]!.AsArray().Select(mount => (string)mount!["mountPath"]!).ShouldContain("/tmp");
        }
    }

    [Fact]
    public void Only_the_engine_is_privileged_and_nothing_of_the_node_is_mounted()
    {
        var privileged = Deployments.SelectMany(d => d.Containers).Where(c => (bool?)c["securityContext"]!["privileged"] == true);

        ((string)privileged.ShouldHaveSingleItem()["name"]!).ShouldBe("engine");
        Deployments.SelectMany(d => d.Pod["volumes"]!.AsArray()).ShouldAllBe(volume => volume!["hostPath"] == null);
        Deployments.ShouldAllBe(d => d.Pod["hostNetwork"] == null && d.Pod["hostPID"] == null);
    }

    [Fact]
    public void The_engine_listens_where_the_silo_looks_for_it_and_for_the_silos_group_alone()
    {
        var silo = Manifest.Of("Deployment", "selfheal-silo");
        var address = Variable(silo.Ours, "DOCKER_HOST");
        var engine = silo.Containers.Single(c => (string)c["name"]! == "engine");

        engine["args"]!.AsArray().Select(a => (string)a!).ShouldBe(["dockerd", $"--host={address}", $"--group={silo.Ours["securityContext"]!["runAsGroup"]}"]);
        foreach (var container in (JsonNode[])[silo.Ours, engine])
        {
            container["volumeMounts"]!.AsArray().ShouldContain(mount => address.StartsWith($"unix://{(string)mount!["mountPath"]!}/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_sandboxes_together_fit_into_the_engines_memory()
    {
        var settings = Manifest.Of("ConfigMap", "selfheal-settings").Document["data"]!;
        var sandboxes = int.Parse((string)settings["SelfHealing__Sandbox__MaxContainers"]!) * int.Parse((string)settings["SelfHealing__Sandbox__MemoryMegabytes"]!);
        var limit = (string)Manifest.Of("Deployment", "selfheal-silo").Containers.Single(c => (string)c["name"]! == "engine")["resources"]!["limits"]!["memory"]!;

        (int.Parse(limit.Replace("Gi", "", StringComparison.Ordinal)) * 1024).ShouldBeGreaterThan(sandboxes);
    }

    [Fact]
    public void A_silo_may_look_at_pods_and_change_none()
    {
        var rule = Manifest.OfKind("Role").ShouldHaveSingleItem().Document["rules"]!.AsArray().ShouldHaveSingleItem()!;
        var binding = Manifest.OfKind("RoleBinding").ShouldHaveSingleItem().Document;

        rule["resources"]!.AsArray().Select(r => (string)r!).ShouldBe(["pods"]);
        rule["verbs"]!.AsArray().Select(v => (string)v!).ShouldBe(["get", "list", "watch"]);
        ((string)binding["subjects"]!.AsArray().ShouldHaveSingleItem()!["name"]!).ShouldBe((string)Manifest.Of("Deployment", "selfheal-silo").Pod["serviceAccountName"]!);
        Deployments.Where(d => (bool)d.Pod["automountServiceAccountToken"]!).ShouldHaveSingleItem().Name.ShouldBe("selfheal-silo");
    }

    [Fact]
    public void The_example_of_the_secrets_opens_nothing()
    {
        var examples = Manifest.OfKind("Secret").ToList();

        examples.ShouldNotBeEmpty();
        examples.ShouldAllBe(secret => secret.IsExample);
        Manifest.Resources.ShouldNotContain(examples[0].File);
        var connection = new NpgsqlConnectionStringBuilder((string)Manifest.Of("Secret", "selfheal-database").Document["stringData"]!["connection-string"]!);

        // The ending .invalid is never given to a host (RFC 2606).
        connection.Host!.ShouldEndWith(".invalid");
        connection.Password.ShouldBe("REPLACE");
        ((string)Manifest.Of("Secret", "selfheal-gateway").Document["stringData"]!["token"]!).ShouldBeEmpty();
        Manifest.Of("Secret", "selfheal-models").Document["stringData"]!.AsObject().ShouldBeEmpty();
    }

    private static string Variable(JsonNode container, string name) =>
        (string)container["env"]!.AsArray().Single(variable => (string)variable!["name"]! == name)!["value"]!;
}
