using System.Text.Json.Nodes;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>Kubernetes itself would accept every manifest.</summary>
public sealed class ManifestSchemaTests
{
    [Fact]
    public void Every_manifest_is_one_that_Kubernetes_knows_field_by_field()
    {
        Manifest.All.Count.ShouldBeGreaterThan(10);
        (from manifest in Manifest.All
         from fault in Schema.Kubernetes(manifest.Version, manifest.Kind).Faults(manifest.Document)
         select $"{manifest}: {fault}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spec.template.spec.containers.0.livenessprobe", "{}")]
    [InlineData("spec.template.spec.containers.0.ports.0.containerPort", "\"8080\"")]
    [InlineData("spec.template.spec.containers.0.imagePullPolicy", "\"Sometimes\"")]
    [InlineData("spec.selector", null)]
    [InlineData("spec.template.spec.containers.0.name", null)]
    public void A_field_that_Kubernetes_would_refuse_is_refused_here(string path, string? value)
    {
        var broken = Manifest.Of("Deployment", "selfheal-silo").Document.DeepClone();
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(broken, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!).AsObject();
        parent.Remove(steps[^1]);
        if (value is not null)
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        Schema.Kubernetes("apps/v1", "Deployment").Faults(broken).ShouldNotBeEmpty();
    }

    [Fact]
    public void Names_and_the_values_of_labels_are_short_and_plain()
    {
        Manifest.All.ShouldAllBe(manifest => IsPlain(manifest.Name) && !manifest.Name.Any(char.IsAsciiLetterUpper));
        Manifest.OfKind("Deployment").SelectMany(deployment => deployment.PodLabels).ShouldAllBe(label => IsPlain((string)label.Value!));
    }

    private static bool IsPlain(string text) => text.Length is > 0 and < 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
