using System.Text;

namespace SelfHealing.Repair.Publishing;

/// <summary>The commit message: every line begins with our own words, and the last paragraph is our own trailer.</summary>
internal static class CommitText
{
    private const int Width = 76;

    public static string Of(string title, PublicationFacts facts) => string.Join("\n\n",
    [
        title,
        Paragraph("Root cause: " + Foreign.Plain(PublicationWords.RootCause(facts.Plan), 600)),
        Paragraph("Fix: " + PublicationWords.Change(facts.Winner, text => $"\"{Foreign.Plain(text, 120)}\"", text => Foreign.Plain(text, 120))),
        Paragraph("Tests: " + PublicationWords.Tests(facts.Proof)),
        string.Join('\n', PublicationWords.Reasons(facts.Vote, 6)
            .Select(reason => Paragraph($"- {Foreign.Plain(reason)}"))
            .Prepend(Paragraph($"Vote: {PublicationWords.Confidence(facts.Vote)}. {Approval(facts)}"))),
        $"SelfHealing-Incident: {Foreign.Plain(facts.Incident, 80)}",
    ]) + "\n";

    private static string Approval(PublicationFacts facts) => PublicationWords.Approval(facts.ApprovedBy, name => Foreign.Plain(name, 80));

    // Later lines are indented, so that no foreign word ever begins a line.
    private static string Paragraph(string text)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                wrapped.Append("\n  ");
                column = 2;
            }
            else if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
