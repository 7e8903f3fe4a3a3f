using System.Runtime.InteropServices;
using System.Text;

namespace SelfHealing.Repair.Reviews;

/// <summary>Cuts source code into lines of tokens. Knows strings and comments of Python and of the C family, and no more: that is enough to compare two sides.</summary>
/// <remarks>Linear in the text, and total: any text has lines.</remarks>
[StructLayout(LayoutKind.Auto)]
internal ref struct Lexer
{
    private static readonly string[] s_pairs = ["==", "!=", "<=", ">=", "&&", "||", "->", "=>", "//", "**", ":=", "+=", "-=", "*=", "/=", "??", "<<", ">>"];

    private readonly ReadOnlySpan<char> _text;
    private readonly bool _hasHashComments;
    private readonly List<CodeLine> _lines = [];
    private List<Token> _tokens = [];
    private int _indent;
    private int _at;

    private Lexer(string text, bool hasHashComments)
    {
        _text = text;
        _hasHashComments = hasHashComments;
    }

    /// <summary>The lines of a file that hold code.</summary>
    public static IReadOnlyList<CodeLine> Lines(string text, string path)
    {
        var isPythonLike = Path.GetExtension(path) is ".py" or ".pyi" or ".rb" or ".sh" or "";
        var lexer = new Lexer(text, isPythonLike);
        lexer.Read();
        return lexer._lines;
    }

    private void Read()
    {
        var isAtStart = true;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n')
            {
                EndLine();
                isAtStart = true;
                _at++;
            }
            else if (char.IsWhiteSpace(c))
            {
                _indent += isAtStart ? (c == '\t' ? 8 : 1) : 0;
                _at++;
            }
            else
            {
                isAtStart = false;
                ReadToken(c);
            }
        }

        EndLine();
    }

    private void EndLine()
    {
        if (_tokens.Count > 0)
        {
            _lines.Add(new CodeLine(_indent, _tokens));
            _tokens = [];
        }

        _indent = 0;
    }

    private void ReadToken(char c)
    {
        var rest = _text[_at..];
        if (_hasHashComments ? c == '#' : rest.StartsWith("//"))
        {
            _at += rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length;
        }
        else if (!_hasHashComments && rest.StartsWith("/*"))
        {
            _at += rest[2..].IndexOf("*/") is >= 0 and var end ? end + 4 : rest.Length;
        }
        else if (c is '"' or '\'')
        {
            ReadText(c);
        }
        else if (char.IsLetter(c) || c == '_')
        {
            ReadName();
        }
        else if (char.IsDigit(c))
        {
            var end = 1;
            while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] is '.' or '_'))
            {
                end++;
            }

            Add(TokenKind.Number, end);
        }
        else
        {
            Add(TokenKind.Symbol, rest.Length > 1 && s_pairs.Contains(rest[..2].ToString()) ? 2 : 1);
        }
    }

    private void ReadName()
    {
        var rest = _text[_at..];
        var end = 1;
        while (end < rest.Length && (char.IsLetterOrDigit(rest[end]) || rest[end] == '_'))
        {
            end++;
        }

        // r"…", b'…', f"""…""": the prefix belongs to the text.
        if (_hasHashComments && end <= 2 && end < rest.Length && rest[end] is '"' or '\'' && rest[..end].ToString().All(p => "rbfuRBFU".Contains(p, StringComparison.Ordinal)))
        {
            _at += end;
            ReadText(rest[end]);
            return;
        }

        Add(TokenKind.Name, end);
    }

    private void ReadText(char quote)
    {
        var rest = _text[_at..];
        var isLong = rest.Length >= 3 && rest[1] == quote && rest[2] == quote;
        var delimiter = isLong ? 3 : 1;
        var end = delimiter;
        var content = new StringBuilder();
        while (end < rest.Length)
        {
            if (rest[end] == '\\' && end + 1 < rest.Length)
            {
                content.Append(rest[end]).Append(rest[end + 1]);
                end += 2;
                continue;
            }

            var closes = isLong ? rest[end..].Length >= 3 && rest[end] == quote && rest[end + 1] == quote && rest[end + 2] == quote : rest[end] == quote;
            if (closes || (!isLong && rest[end] == '\n'))
            {
                end += closes ? delimiter : 0;
                break;
            }

            content.Append(rest[end]);
            end++;
        }

        _tokens.Add(new Token(TokenKind.Text, content.ToString()));
        _at += end;
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, _text.Slice(_at, length).ToString()));
        _at += length;
    }
}
