using System.Globalization;
using System.Text;
using SelfHealing.Repairs;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>The program that every incident of a benchmark repairs: about a kilobyte, as the peer's, with a fault that only patches of round 2 mend.</summary>
internal static class BrokenProgram
{
    public const string Path = "a.py";

    private const string Line = "def f(x):\n    return x + 1\n";

    private const int At = 25;

    /// <summary>Its text.</summary>
    public static string Text { get; } = string.Concat(Enumerable.Repeat(Line, 40));

    /// <summary>Its text as it is stored.</summary>
    public static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);

    /// <summary>The candidate of a voter in a round.</summary>
    public static Candidate CandidateOf(string voter, int number, int round)
    {
        var literal = string.Create(CultureInfo.InvariantCulture, $"{round}{number}");
        return new Candidate
        {
            Id = $"r{round}-{voter}-1",
            Voter = voter,
            Patch = new Patch([new TextEdit(Path, At, 1, literal)]),
            Diff = $"--- a/{Path}\n+++ b/{Path}\n@@ -2,1 +2,1 @@\n-    return x + 1\n+    return x + {literal}\n",
            NormalForm = $"form-{literal}",
            Operators = ["literal"],
            Rank = 1,
            Score = 1,
            Size = 1,
            Before = "1",
            After = literal,
            Function = "f",
        };
    }

    /// <summary>Whether a patch mends it: those of the second round do.</summary>
    public static bool IsMendedBy(Patch? patch) => patch?.Edits[0].Replacement[0] >= '2';
}
