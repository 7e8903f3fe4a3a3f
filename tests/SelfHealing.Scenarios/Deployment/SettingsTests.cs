using System.Text.RegularExpressions;
using SelfHealing.Sandboxes;
using SelfHealing.Scenarios.Workshops;
using SelfHealing.Silo.Fitness;
using SelfHealing.Silo.Http;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>What the files for Compose and Kubernetes set and look for is what the program reads and tells.</summary>
public sealed partial class SettingsTests
{
    private static readonly Dictionary<string, Type> Options = new(StringComparer.Ordinal)
    {
        ["Sandbox"] = typeof(SandboxOptions),
        ["Fitness"] = typeof(FitnessOptions),
        ["Gateway"] = typeof(GatewayOptions),
    };

    [Fact]
    public void Every_setting_of_the_product_that_they_name_is_a_property_of_its_options()
    {
        var named = Files.SelectMany(file => Setting().Matches(File.ReadAllText(file))).Select(m => (Section: m.Groups["section"].Value, Name: m.Groups["name"].Value)).Distinct().ToList();

        named.ShouldContain(("Gateway", "Tokens"));
        named.ShouldAllBe(setting => Options.ContainsKey(setting.Section) && Options[setting.Section].GetProperty(setting.Name) != null);
    }

    [Fact]
    public void The_clusters_ids_are_the_labels_by_which_silos_find_their_pods()
    {
        var settings = Manifest.Of("ConfigMap", "selfheal-settings").Document["data"]!;
        var labels = Manifest.Of("Deployment", "selfheal-silo").PodLabels;

        ((string)labels["orleans/clusterId"]!).ShouldBe((string)settings["Orleans__ClusterId"]!);
        ((string)labels["orleans/serviceId"]!).ShouldBe((string)settings["Orleans__ServiceId"]!);
        Manifest.Of("Deployment", "selfheal-gateway").PodLabels.ShouldAllBe(label => !label.Key.StartsWith("orleans/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_probes_ask_at_paths_that_the_program_serves()
    {
        var served = Sources("aspire").ToList();
        string[] paths =
        [
            .. from deployment in Manifest.OfKind("Deployment")
               from probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"]
               select (string)deployment.Ours[probe]!["httpGet"]!["path"]!,
            .. Manifest.OfKind("Deployment").Select(d => (string)d.Spec["template"]!["metadata"]!["annotations"]!["prometheus.io/path"]!),
        ];

        paths.Distinct().ShouldBe(["/alive", "/health", "/metrics"], ignoreOrder: true);
        paths.ShouldAllBe(path => served.Any(source => source.Contains($"(\"{path}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_autoscaler_follows_a_figure_that_a_silo_tells()
    {
        var metrics = Manifest.OfKind("HorizontalPodAutoscaler").ShouldHaveSingleItem().Spec["metrics"]!.AsArray();
        var name = (string)metrics.Single(m => (string)m!["type"]! == "External")!["external"]!["metric"]!["name"]!;
        var rule = Yaml.Read(Manifest.At("prometheus-adapter.yaml")).ShouldHaveSingleItem()["rules"]!["external"]!.AsArray().ShouldHaveSingleItem()!;

        Sources("silo").ShouldContain(source => source.Contains($"\"{name}\"", StringComparison.Ordinal));
        ((string)rule["name"]!["as"]!).ShouldBe(name);
        ((string)rule["seriesQuery"]!).ShouldStartWith(name);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public async Task The_commands_that_the_containers_run_exist(string command)
    {
        ((string)Yaml.Read(SourceTree.At("compose.yaml"))[0]["services"]![command]!["command"]!.AsArray().ShouldHaveSingleItem()!).ShouldBe(command);
        ((string)Manifest.Of("Deployment", $"selfheal-{command}").Ours["args"]![0]!).ShouldBe(command);
        await using var workshop = new Workshop();

        (await workshop.RunAsync(command, "--help")).ShouldExitWith(0).Output.ShouldContain($"selfheal {command}");
    }

    private static IEnumerable<string> Files => [SourceTree.At("compose.yaml"), .. Directory.EnumerateFiles(Manifest.At(""))];

    private static IEnumerable<string> Sources(string room) => SourceTree.Files("*.cs", room).Select(File.ReadAllText);

    [GeneratedRegex("SelfHealing__(?<section>[A-Za-z]+)__(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
