using System.Text.Json.Nodes;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>One object of <c>deploy/kubernetes</c>.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Document">The whole object.</param>
internal sealed record Manifest(string File, JsonNode Document)
{
    private const string Example = "secrets.example.yaml";

    private static readonly Lazy<IReadOnlyList<Manifest>> _all = new(() =>
    [
        .. from resource in Resources.Append(Example)
           from document in Yaml.Read(At(resource))
           select new Manifest(resource, document),
    ]);

    /// <summary>Everything that is applied, and the example of the Secrets.</summary>
    public static IReadOnlyList<Manifest> All => _all.Value;

    /// <summary>The kustomization.</summary>
    public static JsonNode Kustomization { get; } = Yaml.Read(At("kustomization.yaml")).ShouldHaveSingleItem();

    /// <summary>The files that the kustomization applies.</summary>
    public static IEnumerable<string> Resources => Kustomization["resources"]!.AsArray().Select(name => (string)name!);

    public string Kind => (string)Document["kind"]!;

    public string Version => (string)Document["apiVersion"]!;

    public string Name => (string)Document["metadata"]!["name"]!;

    public bool IsExample => File == Example;

    public JsonNode Spec => Document["spec"]!;

    /// <summary>The labels of the pods that it makes.</summary>
    public JsonObject PodLabels => Spec["template"]!["metadata"]!["labels"]!.AsObject();

    public JsonNode Pod => Spec["template"]!["spec"]!;

    public IEnumerable<JsonNode> Containers => Pod["containers"]!.AsArray().OfType<JsonNode>();

    /// <summary>The container that is named like the component, which runs our image.</summary>
    public JsonNode Ours => Containers.Single(container => ((string)container["image"]!).StartsWith("selfheal", StringComparison.Ordinal));

    public static Manifest Of(string kind, string name) => All.Single(manifest => manifest.Kind == kind && manifest.Name == name);

    public static IEnumerable<Manifest> OfKind(string kind) => All.Where(manifest => manifest.Kind == kind);

    public static string At(string file) => SourceTree.At("deploy", "kubernetes", file);

    public override string ToString() => $"{Kind} {Name} in {File}";
}
