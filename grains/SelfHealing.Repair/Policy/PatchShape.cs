using System.Globalization;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Policy;

/// <summary>The form of a patch: edits that can be applied, and text that shows what it is.</summary>
internal static class PatchShape
{
    public static IEnumerable<ReviewFinding> Check(Patch patch)
    {
        if (patch.Edits.Count == 0)
        {
            yield return new ReviewFinding("policy/form", "The patch changes nothing.");
        }

        if (patch.Edits.Any(e => e.Start < 0 || e.Length < 0) || HasOverlap(patch))
        {
            yield return new ReviewFinding("policy/form", "The patch has edits that overlap or lie outside their file.");
        }

        if (patch.Edits.Any(e => e.Replacement.Contains('\0', StringComparison.Ordinal)))
        {
            yield return new ReviewFinding("policy/binary", "The patch writes binary content.");
        }
        else if (patch.Edits.Any(e => HidesSome(e.Replacement)))
        {
            yield return new ReviewFinding("policy/hidden-text", "The patch writes characters that a reader cannot see, such as direction marks or control characters.");
        }

        if (patch.Edits.Select(e => Confusables.In(e.Replacement)).FirstOrDefault(word => word is not null) is { } confusable)
        {
            yield return new ReviewFinding(
                "policy/confusables", $"The patch writes the word {PathForm.Shown(confusable)}, whose letters of another script can pass for Latin ones.");
        }
    }

    private static bool HidesSome(string text)
    {
        foreach (var c in text)
        {
            if (IsHidden(c))
            {
                return true;
            }
        }

        return false;
    }

    // Bidirectional and zero-width characters show a reader other code than what runs ("Trojan Source", Boucher and Anderson).
    private static bool IsHidden(char c) => c switch
    {
        '\t' or '\n' or '\r' or '\f' => false,
        _ => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse,
    };

    private static bool HasOverlap(Patch patch) =>
        patch.Edits.Count > 1 && patch.Edits.GroupBy(e => e.Path).Any(file =>
        {
            var edits = file.OrderBy(e => e.Start).ThenBy(e => e.Length).ToList();
            return edits.Zip(edits.Skip(1)).Any(pair => (long)pair.First.Start + pair.First.Length > pair.Second.Start);
        });
}
