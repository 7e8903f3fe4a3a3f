using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>A JSON schema of the folder <c>Schemas</c>.</summary>
internal sealed class Schema
{
    private const string Dialect = "http://json-schema.org/draft-07/schema#";

    private static readonly JsonObject _kubernetes = Load("kubernetes-1.27.json");

    private readonly JsonSchema _schema;

    private Schema(JsonObject schema)
    {
        schema["$schema"] = Dialect;
        _schema = JsonSchema.FromText(schema.ToJsonString());
    }

    /// <summary>The Compose Specification.</summary>
    public static Schema Compose { get; } = new(Load("compose-spec.json"));

    /// <summary>A kind of Kubernetes, named as in a manifest, for instance <c>apps/v1</c> and <c>Deployment</c>.</summary>
    public static Schema Kubernetes(string version, string kind)
    {
        var name = _kubernetes["definitions"]!.AsObject()
            .Where(definition => Enumeration(definition.Value, "apiVersion") == version && Enumeration(definition.Value, "kind") == kind)
            .Select(definition => definition.Key)
            .SingleOrDefault() ?? throw new InvalidDataException($"The vendored schemas have no {kind} of {version}.");
        var schema = _kubernetes.DeepClone().AsObject();

        // Beside other keywords a reference is ignored by this dialect.
        schema["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" });
        return new Schema(schema);
    }

    /// <summary>What is wrong with a document, one line each: the place, then the reason.</summary>
    public IReadOnlyList<string> Faults(JsonNode document)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List };
        var result = _schema.Evaluate(JsonSerializer.SerializeToElement(document), options);
        return result.IsValid ? [] :
        [
            .. from detail in result.Details ?? []
               where !detail.IsValid
               from error in detail.Errors ?? []
               select $"{detail.InstanceLocation}: {error.Value}",
            "invalid",
        ];
    }

    private static string? Enumeration(JsonNode? definition, string property) => (string?)definition?["properties"]?[property]?["enum"]?[0];

    private static JsonObject Load(string name) =>
        JsonNode.Parse(File.ReadAllText(SourceTree.At("tests", "SelfHealing.Scenarios", "Deployment", "Schemas", name)))!.AsObject();
}
