using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Answers;

/// <summary>A model that knows the fix of a bug and answers every agent in the form that the agent asks for.</summary>
/// <param name="Path">The file that it changes.</param>
/// <param name="Before">Text that stands there once.</param>
/// <param name="After">Text that shall stand there.</param>
public sealed record KnownFix(string Path, string Before, string After)
{
    private const string Edited = "The file is changed.";

    /// <summary>The change as a search/replace block.</summary>
    public string Block => $"{Path}\n<<<<<<< SEARCH\n{Before}\n=======\n{After}\n>>>>>>> REPLACE\n";

    /// <summary>The change as a shell command.</summary>
    public string Command => $"""
        python3 - <<'PYTHON'
        from pathlib import Path
        path = Path({Literal(Path)})
        path.write_text(path.read_text().replace({Literal(Before)}, {Literal(After)}))
        print({Literal(Edited)})
        PYTHON
        """;

    /// <summary>The command that hands in what was changed.</summary>
    public static string Submission => "The change is made.\n\n```bash\nsubmit\n```\n";

    /// <summary>Its answer as a reply.</summary>
    public ModelReply Answer(ModelRequest request) => ModelReply.Says(Text(request));

    /// <summary>Its answer.</summary>
    public string Text(ModelRequest request) => QuestionForm.Of(request) switch
    {
        Question.Edits => $"The expression is wrong.\n\n{Block}",
        Question.Shell when request.Text.Contains(Edited, StringComparison.Ordinal) => Submission,
        Question.Shell => $"I change the expression.\n\n```bash\n{Command}\n```\n",
        Question.Script => "```python\nraise SystemExit(0)\n```\n",
        _ => Json,
    };

    // Every agent finds the fields that it asks for, and overlooks the others.
    private string Json => new JsonObject
    {
        ["root_cause"] = "A wrong expression.",
        ["affected_files"] = new JsonArray(Path),
        ["fix_strategy"] = "Replace it.",
        ["files"] = new JsonArray(Path),
        ["places"] = new JsonArray(new JsonObject { ["file"] = Path, ["element"] = "", ["line"] = 1, ["why"] = "A wrong expression." }),
        ["verdict"] = "correct",
        ["findings"] = new JsonArray(),
        ["why"] = "It is right for every input.",
        ["choice"] = "A",
    }.ToJsonString();

    // A JSON string is a Python literal too, as long as nothing in it is beyond the first plane.
    private static string Literal(string text) => JsonSerializer.Serialize(text);
}
