using System.Text.Json.Nodes;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>What one manifest says of another is true.</summary>
public sealed class ManifestReferenceTests
{
    private static readonly IReadOnlyList<Manifest> Deployments = [.. Manifest.OfKind("Deployment")];

    [Fact]
    public void Every_selector_of_pods_finds_the_pods_of_exactly_one_deployment()
    {
        var selectors = Deployments.Select(d => d.Spec["selector"]!["matchLabels"]!)
            .Concat(Manifest.OfKind("Service").Select(service => service.Spec["selector"]!))
            .Concat(Manifest.OfKind("PodDisruptionBudget").Select(budget => budget.Spec["selector"]!["matchLabels"]!))
            .Concat(Manifest.OfKind("NetworkPolicy").Select(policy => policy.Spec["podSelector"]!["matchLabels"]).OfType<JsonNode>())
            .Concat(Manifest.OfKind("NetworkPolicy").SelectMany(Peers).Select(peer => peer["podSelector"]?["matchLabels"]).OfType<JsonNode>())
            .Concat(Deployments.SelectMany(d => d.Pod["topologySpreadConstraints"]!.AsArray()).Select(spread => spread!["labelSelector"]!["matchLabels"]!))
            .ToList();

        selectors.Count.ShouldBeGreaterThan(10);
        selectors.ShouldAllBe(selector => Deployments.Count(d => IsMatch(selector, d.PodLabels)) == 1);
    }

    [Fact]
    public void Each_deployment_has_a_budget_for_disruptions_a_policy_and_an_account_of_its_own()
    {
        foreach (var deployment in Deployments)
        {
            Manifest.OfKind("PodDisruptionBudget").Count(b => IsMatch(b.Spec["selector"]!["matchLabels"]!, deployment.PodLabels)).ShouldBe(1);
            Manifest.OfKind("NetworkPolicy").Count(p => p.Spec["podSelector"]!["matchLabels"] is { } labels && IsMatch(labels, deployment.PodLabels)).ShouldBe(1);
            Manifest.OfKind("ServiceAccount").Select(account => account.Name).ShouldContain((string)deployment.Pod["serviceAccountName"]!);
        }

        Deployments.Select(d => (string)d.Pod["serviceAccountName"]!).ShouldBeUnique();
        Manifest.OfKind("NetworkPolicy").ShouldContain(policy => policy.Spec["podSelector"]!["matchLabels"] == null, "a policy that forbids the rest");
    }

    [Fact]
    public void Every_setting_and_secret_that_a_container_asks_for_exists()
    {
        foreach (var container in Deployments.SelectMany(d => d.Containers))
        {
            foreach (var source in container["envFrom"]?.AsArray().OfType<JsonNode>() ?? [])
            {
                var name = (string)(source["configMapRef"] ?? source["secretRef"])!["name"]!;
                Manifest.Of(source["configMapRef"] is null ? "Secret" : "ConfigMap", name).ShouldNotBeNull();
            }

            foreach (var reference in container["env"]!.AsArray().Select(variable => variable!["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>())
            {
                Manifest.Of("Secret", (string)reference["name"]!).Document["stringData"]!.AsObject().ShouldContainKey((string)reference["key"]!);
            }
        }
    }

    [Fact]
    public void Every_port_that_is_named_is_one_of_the_pods()
    {
        foreach (var service in Manifest.OfKind("Service"))
        {
            var pods = Deployments.Single(d => IsMatch(service.Spec["selector"]!, d.PodLabels));
            service.Spec["ports"]!.AsArray().ShouldAllBe(port => Ports(pods).ContainsKey((string)port!["targetPort"]!));
        }

        foreach (var policy in Manifest.OfKind("NetworkPolicy").Where(p => p.Spec["podSelector"]!["matchLabels"] is not null))
        {
            var pods = Deployments.Single(d => IsMatch(policy.Spec["podSelector"]!["matchLabels"]!, d.PodLabels));
            policy.Spec["ingress"]!.AsArray().SelectMany(rule => rule!["ports"]!.AsArray()).ShouldAllBe(port => Ports(pods).ContainsKey((string)port!["port"]!));
        }

        foreach (var deployment in Deployments)
        {
            deployment.Spec["template"]!["metadata"]!["annotations"]!["prometheus.io/port"]!.GetValue<string>().ShouldBe(Ports(deployment)["http"].ToString());
        }
    }

    [Fact]
    public void What_may_leave_for_another_pod_may_come_in_there()
    {
        var ports = Ports(Manifest.Of("Deployment", "selfheal-silo"));
        foreach (var deployment in Deployments)
        {
            var out_ = Allowed(deployment, "egress", "selfheal-silo").Select(port => (long)port);
            var expected = Allowed(Manifest.Of("Deployment", "selfheal-silo"), "ingress", deployment.Name).Select(port => ports[(string)port!]);

            out_.ShouldBe(expected, ignoreOrder: true, deployment.Name);
        }
    }

    [Fact]
    public void A_silo_is_called_like_its_pod_or_Orleans_would_take_it_for_dead()
    {
        var silo = Manifest.Of("Deployment", "selfheal-silo").Ours;
        var fields = silo["env"]!.AsArray().Where(variable => variable!["valueFrom"]?["fieldRef"] is not null)
            .ToDictionary(variable => (string)variable!["name"]!, variable => (string)variable!["valueFrom"]!["fieldRef"]!["fieldPath"]!);

        silo["args"]!.AsArray().Select(argument => (string)argument!).ShouldBe(["silo", "--name", "$(POD_NAME)"]);
        fields.ShouldBe(new Dictionary<string, string> { ["POD_NAME"] = "metadata.name", ["POD_NAMESPACE"] = "metadata.namespace", ["POD_IP"] = "status.podIP" }, ignoreOrder: true);
    }

    [Fact]
    public void The_autoscaler_owns_the_number_of_silos_and_nobody_else_does()
    {
        var scaler = Manifest.OfKind("HorizontalPodAutoscaler").ShouldHaveSingleItem();
        var target = scaler.Spec["scaleTargetRef"]!;
        var scaled = Manifest.Of((string)target["kind"]!, (string)target["name"]!);

        scaled.Version.ShouldBe((string)target["apiVersion"]!);
        scaled.Spec["replicas"].ShouldBeNull("applying it again would set the number back");
        ((long)scaler.Spec["minReplicas"]!).ShouldBeGreaterThan(1);
        scaled.Containers.ShouldAllBe(container => container["resources"]!["requests"]!["cpu"] != null, "a share of the processor needs a whole");
    }

    [Fact]
    public void Volumes_that_are_mounted_are_there_and_none_is_idle()
    {
        foreach (var deployment in Deployments)
        {
            var mounted = deployment.Containers.SelectMany(container => container["volumeMounts"]!.AsArray()).Select(mount => (string)mount!["name"]!).Distinct();
            mounted.ShouldBe(deployment.Pod["volumes"]!.AsArray().Select(volume => (string)volume!["name"]!), ignoreOrder: true);
        }
    }

    private static IEnumerable<JsonNode> Peers(Manifest policy) =>
        from direction in (string[])["ingress", "egress"]
        from rule in policy.Spec[direction]?.AsArray() ?? []
        from peer in rule![direction == "ingress" ? "from" : "to"]!.AsArray()
        select peer;

    /// <summary>The ports on which a deployment's policy lets another's pods in, or its own out to them.</summary>
    private static IEnumerable<JsonNode> Allowed(Manifest deployment, string direction, string other) =>
        from policy in Manifest.OfKind("NetworkPolicy")
        where policy.Spec["podSelector"]!["matchLabels"] is { } labels && IsMatch(labels, deployment.PodLabels)
        from rule in policy.Spec[direction]!.AsArray()
        where rule[direction == "ingress" ? "from" : "to"]!.AsArray().Any(peer =>
            peer!["podSelector"]?["matchLabels"] is { } pods && IsMatch(pods, Manifest.Of("Deployment", other).PodLabels))
        from port in rule["ports"]!.AsArray()
        select port["port"];

    private static Dictionary<string, long> Ports(Manifest deployment) =>
        deployment.Ours["ports"]!.AsArray().ToDictionary(port => (string)port!["name"]!, port => (long)port!["containerPort"]!);

    private static bool IsMatch(JsonNode selector, JsonObject labels) =>
        selector.AsObject().All(wanted => labels.TryGetPropertyValue(wanted.Key, out var value) && (string?)value == (string?)wanted.Value);
}
