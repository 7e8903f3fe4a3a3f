using SelfHealing.Repair.Prompting;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>What the placeholders of prompts stand for. Whatever comes from outside is data and stands between fences.</summary>
/// <param name="nonce">The nonce of the fences.</param>
internal sealed class PromptValues(string nonce)
{
    private readonly DataFence _fence = new(nonce);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal) { ["nonce"] = nonce };

    /// <summary>The nonce of the fences.</summary>
    public string Nonce => nonce;

    /// <summary>The value of a placeholder; null when there is none.</summary>
    /// <param name="placeholder">Its name; data has <c>data:</c> in front.</param>
    public string? Find(string placeholder) => _values.GetValueOrDefault(placeholder);

    /// <summary>Adds a text of our own.</summary>
    public PromptValues Say(string name, string text)
    {
        _values[name] = text;
        return this;
    }

    /// <summary>Adds text from outside; an empty one leaves its section out.</summary>
    public PromptValues Show(string name, string label, string text) => Show(name, [(label, text)]);

    /// <summary>Adds several texts from outside, each in a fence of its own; empty ones are left out.</summary>
    public PromptValues Show(string name, IEnumerable<(string Label, string Text)> texts)
    {
        _values[$"data:{name}"] = string.Join("\n\n", texts.Where(t => !string.IsNullOrWhiteSpace(t.Text)).Select(t => _fence.Around(t.Label, t.Text)));
        return this;
    }
}
