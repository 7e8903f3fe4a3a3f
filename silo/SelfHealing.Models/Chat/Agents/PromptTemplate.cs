using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>A prompt as it stands in its file: text with placeholders.</summary>
/// <remarks>
/// <c>{{name}}</c> is a text of our own, <c>{{data:name}}</c> text from outside in its fence, and <c>{{?name}}…{{/name}}</c> a section that is left
/// out when the data of that name is empty. A placeholder without a value is an error. Values are never looked through for placeholders.
/// </remarks>
internal sealed class PromptTemplate
{
    private const string SystemHead = "# system\n";
    private const string UserHead = "# user\n";

    private readonly string _system;
    private readonly string _user;

    private PromptTemplate(string name, int version, string role, string text)
    {
        (Name, Version, Role) = (name, version, role);
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var user = text.IndexOf(UserHead, StringComparison.Ordinal);
        var hasSystem = text.StartsWith(SystemHead, StringComparison.Ordinal);
        if (user < 0 || (!hasSystem && user > 0))
        {
            throw new FormatException($"The prompt {name} has to begin with '# system' or '# user', and to have a part '# user'.");
        }

        _system = hasSystem ? text[SystemHead.Length..user].Trim() : "";
        _user = text[(user + UserHead.Length)..].Trim();
    }

    public string Name { get; }

    /// <summary>Raised whenever the text changes, that of its included parts too.</summary>
    public int Version { get; }

    public string Role { get; }

    /// <summary>SHA-256 of the text, included parts in place.</summary>
    public string Digest { get; }

    /// <summary>Name and version, as calls record them.</summary>
    public string Label => $"{Name}@{Version.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads a prompt's file.</summary>
    /// <param name="file">Its text: front matter between lines <c>---</c>, then the parts.</param>
    /// <param name="part">The text of an included part by its name.</param>
    public static PromptTemplate Parse(string file, Func<string, string> part)
    {
        var text = file.ReplaceLineEndings("\n");
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            throw new FormatException("A prompt begins with its name, version and role between two lines '---'.");
        }

        var front = text[4..end].Split('\n').Select(l => l.Split(':', 2)).ToDictionary(l => l[0].Trim(), l => l[^1].Trim(), StringComparer.Ordinal);
        return new PromptTemplate(front["name"], int.Parse(front["version"], CultureInfo.InvariantCulture), front["role"], Included(text[(end + 5)..], part));
    }

    /// <summary>The prompt with its values.</summary>
    /// <exception cref="FormatException">A placeholder has no value, or a section does not end.</exception>
    public Prompt Render(PromptValues values) => new(Label, Role, Render(_system, values), Render(_user, values)) { Nonce = values.Nonce };

    private static string Included(string text, Func<string, string> part)
    {
        var result = new StringBuilder();
        foreach (var (literal, tag) in PromptTags.In(text))
        {
            result.Append(literal);
            result.Append(tag is ['>', .. var name] ? Included(part(name).ReplaceLineEndings("\n").Trim(), part) : tag is null ? "" : $"{{{{{tag}}}}}");
        }

        return result.ToString();
    }

    private string Render(string text, PromptValues values)
    {
        var result = new StringBuilder();
        string? skipped = null;
        foreach (var (literal, tag) in PromptTags.In(PromptTags.OwnLines(text)))
        {
            result.Append(skipped is null ? literal : "");
            switch (tag)
            {
                case null:
                    break;
                case ['/', .. var name]:
                    skipped = skipped == name ? null : skipped;
                    break;
                case ['?', .. var name]:
                    skipped ??= Value(values, $"data:{name}").Length == 0 ? name : null;
                    break;
                default:
                    result.Append(skipped is null ? Value(values, tag) : "");
                    break;
            }
        }

        return skipped is null ? result.ToString().Trim() : throw new FormatException($"The section {skipped} of the prompt {Name} does not end.");
    }

    private string Value(PromptValues values, string placeholder) =>
        values.Find(placeholder) ?? throw new FormatException($"The prompt {Name} asks for '{placeholder}', and nobody gave it.");
}
