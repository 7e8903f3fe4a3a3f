namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Which image an instance runs in: a prepared one by name, else one by a template.</summary>
/// <param name="Template">Image reference in which <c>{id}</c> stands for the instance as the official images write it, and <c>{instance}</c> for its plain id.</param>
/// <param name="Prepared">Images by instance id, <c>owner/name@version</c>, <c>owner/name</c> or <c>*</c>.</param>
internal sealed record SweImages(string Template, IReadOnlyDictionary<string, string> Prepared)
{
    /// <summary>The images that SWE-bench's authors publish.</summary>
    public const string Official = "swebench/sweb.eval.x86_64.{id}:latest";

    /// <summary>Stands for the language's own image, without anything of a repository in it.</summary>
    public const string BuiltIn = "builtin";

    /// <summary>The image's reference; null for the language's own.</summary>
    public string? Of(SweInstance instance)
    {
        var image = Prepared.Of(instance) ?? Template;
        // A repository's name in a registry may not have two underscores in a row, nor capitals.
        return image == BuiltIn ? null : image
            .Replace("{id}", instance.Id.Replace("__", "_1776_", StringComparison.Ordinal).ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("{instance}", instance.Id, StringComparison.Ordinal);
    }
}
