namespace SelfHealing.ModelServers.Answers;

/// <summary>Tells from a prompt in which form it wants to be answered.</summary>
public static class QuestionForm
{
    /// <summary>The form that a request asks for.</summary>
    public static Question Of(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // The first prompt says it; later ones of the same conversation, and whatever the repository says, do not count.
        var rules = request.System;
        return rules.Contains("<<<<<<< SEARCH", StringComparison.Ordinal) ? Question.Edits
            : rules.Contains("bash", StringComparison.Ordinal) ? Question.Shell
            : rules.Contains("script in one fenced code block", StringComparison.Ordinal) ? Question.Script
            : Question.Json;
    }
}

/// <summary>What an agent wants to be answered.</summary>
public enum Question
{
    /// <summary>One JSON object: a plan, a review, a choice.</summary>
    Json,

    /// <summary>Search/replace blocks.</summary>
    Edits,

    /// <summary>One shell command.</summary>
    Shell,

    /// <summary>A reproduction test.</summary>
    Script,
}
