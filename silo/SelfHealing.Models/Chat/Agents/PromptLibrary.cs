using System.Collections.Frozen;
using System.Reflection;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>The prompts of the folder <c>Chat/Prompts</c>. Files that begin with <c>_</c> are parts of others.</summary>
internal static class PromptLibrary
{
    private const string Folder = "prompts/";

    private static readonly FrozenDictionary<string, PromptTemplate> s_prompts = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && !n.StartsWith($"{Folder}_", StringComparison.Ordinal))
        .Select(n => PromptTemplate.Parse(Text(n), part => Text($"{Folder}_{part}.md")))
        .ToFrozenDictionary(p => p.Name);

    /// <summary>All prompts.</summary>
    public static IEnumerable<PromptTemplate> All => s_prompts.Values;

    /// <summary>The prompt of a name.</summary>
    public static PromptTemplate Of(string name) => s_prompts[name];

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new FormatException($"There is no prompt or part '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
