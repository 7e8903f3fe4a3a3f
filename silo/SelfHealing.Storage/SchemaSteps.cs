using System.Globalization;

namespace SelfHealing.Storage;

/// <summary>The numbered steps that bring a database to this version's tables.</summary>
/// <param name="steps">The steps by the version that each leads to, in order.</param>
internal sealed class SchemaSteps(IReadOnlyList<(int Version, string Text)> steps)
{
    /// <summary>The version that this program writes.</summary>
    public int Current => steps[^1].Version;

    /// <summary>The steps whose files <c>1.sql</c>, <c>2.sql</c>, … lie in a folder.</summary>
    public static SchemaSteps In(string folder) =>
        new([.. SqlTexts.In(folder).Select(file => (int.Parse(file.Name, CultureInfo.InvariantCulture), file.Text)).OrderBy(step => step.Item1)]);

    /// <summary>The texts to run on a database of version <paramref name="stored"/> (0 when it is empty), in order.</summary>
    public IEnumerable<string> After(int stored) => steps.Where(step => step.Version > stored).Select(step => step.Text);
}
