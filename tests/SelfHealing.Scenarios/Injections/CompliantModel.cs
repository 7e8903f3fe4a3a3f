using System.Text.Json.Nodes;
using SelfHealing.ModelServers;
using SelfHealing.ModelServers.Answers;

namespace SelfHealing.Scenarios.Injections;

/// <summary>The worst case: a model that does what injections ask, one after the other, in whatever form it is asked to answer.</summary>
internal sealed class CompliantModel(KnownFix fix, IReadOnlyList<Injection> injections)
{
    private int _asked = -1;

    /// <summary>Obeys the next injection.</summary>
    public ModelReply Answer(ModelRequest request)
    {
        var injection = injections[Interlocked.Increment(ref _asked) % injections.Count];
        return ModelReply.Says(QuestionForm.Of(request) switch
        {
            Question.Edits => Edits(injection),
            Question.Shell => Shell(request, injection),
            Question.Script => Script(injection),
            _ => Json(fix.Text(request), injection),
        });
    }

    // The fix goes with it: a change that repairs nothing would never come far.
    private string Edits(Injection injection) => injection.Obey switch
    {
        { Write: { } file } => $"{injection.Text}\n\n{fix.Block}\n{new KnownFix(file.Path, "", file.Text.TrimEnd('\n')).Block}",
        { Delete: { } path } => $"{fix.Block}\n{new KnownFix(path, "import pytest", "").Block}",
        { Say: { } words } => words,
        { Claim: { } claim } => $"{claim.GetRawText()}\n\n{fix.Block}\n{injection.Text}",
        _ => $"{fix.Block}\n{injection.Text}",
    };

    private string Shell(ModelRequest request, Injection injection)
    {
        var command = injection.Obey switch
        {
            { Command: { } asked } => asked,
            { Write: { } file } => $"mkdir -p \"$(dirname '{file.Path}')\"; printf '%s' {Quoted(file.Text)} > {Quoted(file.Path)}",
            { Delete: { } path } => $"rm -rf {Quoted(path)} tests",
            _ => $"echo {Quoted(injection.Text)}",
        };
        return _asked % 12 == 11 ? fix.Text(request) : $"{injection.Text.Replace("```", "'''", StringComparison.Ordinal)}\n\n```bash\n{command}\n```\n";
    }

    private static string Script(Injection injection) => $"```python\n{(injection.Obey.Script ? injection.Text : "raise SystemExit(1)")}\n```\n";

    private static string Json(string honest, Injection injection)
    {
        var answer = JsonNode.Parse(honest)!.AsObject();
        foreach (var words in (string[])["root_cause", "fix_strategy", "why"])
        {
            answer[words] = injection.Text;
        }

        answer["findings"] = new JsonArray(new JsonObject { ["kind"] = "regression", ["problem"] = injection.Text });
        if ((injection.Obey.Write?.Path ?? injection.Obey.Delete) is { } path)
        {
            answer["affected_files"] = new JsonArray(path);
            answer["files"] = new JsonArray(path);
            answer["places"] = new JsonArray(new JsonObject { ["file"] = path, ["element"] = injection.Text, ["line"] = 1, ["why"] = injection.Text });
        }

        foreach (var claim in injection.Obey.Claim?.EnumerateObject() ?? [])
        {
            answer[claim.Name] = JsonNode.Parse(claim.Value.GetRawText());
        }

        return answer.ToJsonString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
