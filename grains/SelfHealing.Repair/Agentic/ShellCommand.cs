namespace SelfHealing.Repair.Agentic;

/// <summary>Reads the one command out of a model's reply.</summary>
/// <remarks>The reply must hold exactly one fenced block marked <c>bash</c> (or <c>sh</c>, <c>shell</c>); other blocks are part of the thought.</remarks>
public static class ShellCommand
{
    /// <summary>The command that ends the work.</summary>
    public const string Submit = "submit";

    private static readonly string[] s_names = ["bash", "sh", "shell"];

    /// <summary>The command, or what is wrong with the reply, in a sentence for the model.</summary>
    public static (string? Command, string? Problem) Of(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        List<string> commands = [];
        List<string>? block = null;
        var (fence, isCommand) = ("", false);
        foreach (var line in WithoutReasoning(reply).ReplaceLineEndings("\n").Split('\n'))
        {
            var mark = line.Trim();
            if (block is null && Opening(mark) is { } opening)
            {
                (block, fence, isCommand) = ([], opening.Fence, s_names.Contains(opening.Name, StringComparer.OrdinalIgnoreCase));
            }
            else if (block is not null && mark.Length >= fence.Length && mark.All(c => c == fence[0]))
            {
                commands.AddRange(isCommand ? [string.Join('\n', block).Trim()] : (string[])[]);
                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }

        return (commands, block) switch
        {
            ([], not null) when isCommand => (null, "The bash block has no end: perhaps the reply was cut off. Write a shorter command, in a block that ends with a line of three backticks."),
            ([], _) => (null, "The reply has no bash block. It must hold exactly one."),
            ([""], _) => (null, "The bash block is empty."),
            ([var command], _) => (command, null),
            _ => (null, $"The reply has {commands.Count} bash blocks. It must hold exactly one; join the commands with && or write one at a time."),
        };
    }

    // Models that think aloud write their thoughts first, and may plan several commands in them.
    private static string WithoutReasoning(string reply) =>
        reply.LastIndexOf("</think>", StringComparison.Ordinal) is >= 0 and var end ? reply[(end + "</think>".Length)..] : reply;

    private static (string Fence, string Name)? Opening(string mark)
    {
        var length = mark.Length - mark.TrimStart('`').Length;
        var name = mark[length..].Trim();
        return length >= 3 && name.All(c => char.IsLetterOrDigit(c) || c is '+' or '-' or '_') ? (mark[..length], name) : null;
    }
}
