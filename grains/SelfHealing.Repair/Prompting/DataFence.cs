namespace SelfHealing.Repair.Prompting;

/// <summary>Marks text from outside as data within a prompt.</summary>
/// <remarks>The marks carry a nonce that nobody who writes such text can know; should the text hold it all the same, it is taken out.</remarks>
/// <param name="nonce">A secret of the prompt, at least 16 characters of letters and digits.</param>
public sealed class DataFence(string nonce)
{
    private const int MostLabel = 200;

    private readonly string _nonce = nonce is { Length: >= 16 } && nonce.All(char.IsAsciiLetterOrDigit)
        ? nonce
        : throw new ArgumentException("A nonce has at least 16 letters and digits.", nameof(nonce));

    /// <summary>The text between its marks.</summary>
    /// <param name="label">What it is, in our own words; names from outside within it are made harmless.</param>
    /// <param name="text">The text.</param>
    public string Around(string label, string text)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(text);
        var inside = text.Replace(_nonce, "(mark)", StringComparison.OrdinalIgnoreCase);
        return $"<data-{_nonce} is=\"{Label(label)}\">\n{inside}{(inside.EndsWith('\n') ? "" : "\n")}</data-{_nonce}>";
    }

    private string Label(string label)
    {
        var plain = string.Concat(label.Replace(_nonce, "", StringComparison.OrdinalIgnoreCase).Select(c => char.IsControl(c) || c is '<' or '>' or '"' ? ' ' : c));
        return plain.Length > MostLabel ? plain[..(MostLabel - 1)] + "…" : plain;
    }
}
