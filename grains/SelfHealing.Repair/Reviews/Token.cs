namespace SelfHealing.Repair.Reviews;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Name,
    Number,
    Text,
    Symbol,
}

/// <summary>A token of source code; a text without its quotes and prefixes.</summary>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    public bool Is(string text) => Kind is TokenKind.Name or TokenKind.Symbol && Text == text;

    public bool IsAny(params ReadOnlySpan<string> texts) => Kind is TokenKind.Name or TokenKind.Symbol && texts.Contains(Text);

    public bool IsTrue => Kind != TokenKind.Text && Text is "True" or "true" or "1";

    public bool IsFalse => Kind != TokenKind.Text && Text is "False" or "false" or "0" or "None" or "null";

    public bool IsLiteral => Kind is TokenKind.Number or TokenKind.Text || Text is "True" or "False" or "None" or "true" or "false" or "null";
}

/// <summary>A line that holds code.</summary>
/// <param name="Indent">Columns of white space in front.</param>
/// <param name="Tokens">Its tokens, at least one, without comments.</param>
internal sealed record CodeLine(int Indent, IReadOnlyList<Token> Tokens)
{
    /// <summary>Equal for lines that differ in white space and comments alone.</summary>
    public string Key => field ??= string.Join('\u001f', Tokens.Select(t => $"{(int)t.Kind}{t.Text}"));

    /// <summary>Whether two lines hold the same code at the same place.</summary>
    public bool IsLike(CodeLine other) => ReferenceEquals(this, other) || (Indent == other.Indent && Key == other.Key);

    /// <summary>Whether the first token is one of these keywords.</summary>
    public bool StartsWith(params ReadOnlySpan<string> keywords) => Tokens[0].IsAny(keywords);
}
