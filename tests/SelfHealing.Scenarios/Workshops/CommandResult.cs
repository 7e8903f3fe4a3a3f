using System.Text.Json;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>What a command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error, TimeSpan Took)
{
    private const string IdPrefix = "inc-";

    /// <summary>The one JSON document on standard output.</summary>
    public JsonElement Document
    {
        get
        {
            try
            {
                return JsonDocument.Parse(Output).RootElement;
            }
            catch (JsonException unreadable)
            {
                throw new InvalidDataException($"Standard output is not one JSON document: {unreadable.Message}\n{this}", unreadable);
            }
        }
    }

    /// <summary>The incident's id in the document.</summary>
    public string Incident => Document.GetProperty("incident").GetString()!;

    /// <summary>The last incident that is named, on standard output, or on standard error where that names none.</summary>
    public string NamedIncident
    {
        get
        {
            var text = Output.Contains(IdPrefix, StringComparison.Ordinal) ? Output : Error;
            var start = text.LastIndexOf(IdPrefix, StringComparison.Ordinal);
            start.ShouldBeGreaterThanOrEqualTo(0, ToString());
            return string.Concat(text[start..].TakeWhile(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
        }
    }

    /// <summary>The status in the document.</summary>
    public string Status => Document.GetProperty("status").GetString()!;

    /// <summary>Fails with everything that was printed when the exit code is another one.</summary>
    public CommandResult ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, ToString());
        return this;
    }

    /// <summary>Fails with everything that was printed when standard error does not hold the words.</summary>
    public CommandResult ShouldSay(params string[] words)
    {
        foreach (var word in words)
        {
            Error.Contains(word, StringComparison.OrdinalIgnoreCase).ShouldBeTrue($"expected to be told of '{word}'\n{this}");
        }

        Error.Contains("   at ", StringComparison.Ordinal).ShouldBeFalse($"a sentence, not a stack trace\n{this}");
        return this;
    }

    public override string ToString() => $"exit code {ExitCode} after {Took.TotalSeconds:0.0} s\n--- output\n{Output}\n--- error\n{Error}";
}
