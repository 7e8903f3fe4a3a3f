using System.Runtime.InteropServices;
using System.Text;

namespace SelfHealing.Repair.Reviews;

/// <summary>Cuts source code into lines of tokens. Knows strings and comments of Python and of the C family, and no more: that is enough to compare two sides.</summary>
/// <remarks>Linear in the text, and total: any text has lines.</remarks>
[StructLayout(LayoutKind.Auto)]
internal ref struct Lexer
{
    private static readonly string[] s_pairs = ["==", "!=", "<=", ">=", "&&", "||", "->", "=>", "//", "**", ":=", "+=", "-=", "*=", "/=", "??", "<<", ">>"];

    // Lines that few patches exceed.
    private const int MostBrought = 16;

    private readonly ReadOnlySpan<char> _text;
    private readonly bool _hasHashComments;
    private readonly List<CodeLine> _lines;
    private readonly Dictionary<string, CodeLine?>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly bool _remembers;
    private List<Token> _tokens = [];
    private int _indent;
    private int _at;
    private int _start;

    private Lexer(string text, string path, List<CodeLine> lines, Dictionary<string, CodeLine?> known, bool remembers)
    {
        _text = text;
        _hasHashComments = Path.GetExtension(path) is ".py" or ".pyi" or ".rb" or ".sh" or "";
        _lines = lines;
        _known = known.GetAlternateLookup<ReadOnlySpan<char>>();
        _remembers = remembers;
    }

    /// <summary>The lines of a file that hold code.</summary>
    public static CodeLines Lines(string text, string path)
    {
        var lines = new CodeLines([], new(StringComparer.Ordinal));
        new Lexer(text, path, lines.All, lines.Known, remembers: true).Read();
        return lines;
    }

    /// <summary>The lines of another version of the file that hold code. Most are the same, and are not read again.</summary>
    public static List<CodeLine> Lines(string text, string path, CodeLines other)
    {
        var lines = new List<CodeLine>(other.All.Count + MostBrought);
        new Lexer(text, path, lines, other.Known, remembers: false).Read();
        return lines;
    }

    private void Read()
    {
        var isAtStart = true;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n')
            {
                Remember(EndLine());
                isAtStart = true;
                _start = ++_at;
            }
            else if (_at == _start && SkipKnown())
            {
                // Its end comes next.
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

    // A line that was read before from its start to its line break reads the same again: nothing in it reaches beyond it.
    private bool SkipKnown()
    {
        var rest = _text[_at..];
        var line = rest.IndexOf('\n') is >= 0 and var end ? rest[..end] : rest;
        if (!_known.TryGetValue(line, out var known))
        {
            return false;
        }

        if (known is not null)
        {
            _lines.Add(known);
        }

        _start = -1;
        _at += line.Length;
        return true;
    }

    // Not the last line, which ends where the text does: what it leaves open, as in `x = """`, would go on if another line came.
    private void Remember(CodeLine? line)
    {
        if (_remembers && _start >= 0 && _text[_start.._at] is var raw && !raw.Contains('\n'))
        {
            _known[raw] = line;
        }
    }

    private CodeLine? EndLine()
    {
        var line = _tokens.Count > 0 ? new CodeLine(_indent, _tokens) : null;
        if (line is not null)
        {
            _lines.Add(line);
            _tokens = [];
        }

        _indent = 0;
        return line;
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

/// <summary>The lines of a text that hold code. Nothing changes them once they are read: any number of reviews share them.</summary>
/// <param name="All">They, in order.</param>
/// <param name="Known">What each line of the text reads as, null for one without code, where nothing in it reaches beyond it.</param>
internal sealed record CodeLines(List<CodeLine> All, Dictionary<string, CodeLine?> Known);
