using System.Collections.Frozen;
using System.Text;

namespace SelfHealing.Repair.Policy;

/// <summary>Finds words that can pass for others: letters of several scripts in one word, or a whole word of letters that copy Latin ones.</summary>
/// <remarks>
/// After Unicode Technical Standard 39: the single-letter copies of Latin in Cyrillic, Greek, Armenian and Cherokee, and the compatibility
/// letters that compilers take for ASCII ones (full width, mathematical). Text of one script is what it seems to be.
/// </remarks>
internal static class Confusables
{
    private static readonly FrozenSet<int> s_copies = (
        "асԁеһіјӏоорԛѕԝхуАВЕНІЈКМОРЅТУХԌԜҮҺ" // Cyrillic
        + "αικνορυχϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" // Greek
        + "աոսօցհՏՍՕԼ" // Armenian
        + "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ" // Cherokee
    ).EnumerateRunes().Select(r => r.Value).ToFrozenSet();

    /// <summary>The first such word of a text; null when there is none.</summary>
    public static string? In(string text)
    {
        if (Ascii.IsValid(text))
        {
            return null;
        }

        string? suspect = null;
        var isForeign = false;
        foreach (var word in Words(text))
        {
            var kinds = word.EnumerateRunes().Select(KindOf).Where(k => k != Kind.Neutral).ToHashSet();
            if (kinds.Contains(Kind.Copy) && kinds.Contains(Kind.Latin))
            {
                return word;
            }

            suspect ??= kinds.Count == 1 && kinds.Contains(Kind.Copy) ? word : null;
            isForeign |= kinds.Contains(Kind.Other);
        }

        // Among words that are plainly of another script, a short word of it is one of them.
        return isForeign ? null : suspect;
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == '_' || IsMark(rune))
            {
                word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        _ when s_copies.Contains(rune.Value) => Kind.Copy,
        >= 0xff21 and <= 0xff5a or >= 0x1d400 and <= 0x1d7ff when Rune.IsLetter(rune) => Kind.Copy,
        _ when !Rune.IsLetter(rune) => Kind.Neutral,
        <= 0x24f or >= 0x1e00 and <= 0x1eff => Kind.Latin,
        _ => Kind.Other,
    };

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private enum Kind
    {
        Neutral,
        Latin,
        Copy,
        Other,
    }
}
