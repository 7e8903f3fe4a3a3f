using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>Scores edits: suspiciousness × prior of the operator × likelihood of the variant ÷ size.</summary>
/// <remarks>
/// In one small function coverage hardly tells lines apart, so suspiciousness counts by its square root; in a large project it still
/// orders functions. A line that no failing test runs keeps a small share, as some edits act away from the line where they are written.
/// </remarks>
internal sealed class EditScore
{
    private const double SuspicionExponent = 0.5;
    private const double SizeExponent = 0.5;
    private const double Unsuspected = 0.02;
    private const double Adjacent = 0.9;
    private const int LongestStatement = 10;

    private readonly Dictionary<(string Path, int Line), double> _lines = [];
    private readonly double _highest;

    public EditScore(EditSpace space)
    {
        foreach (var suspicion in space.Suspicions)
        {
            var key = (suspicion.Path, suspicion.Line);
            _lines[key] = Math.Max(_lines.GetValueOrDefault(key), suspicion.Score);
        }

        _highest = _lines.Values.DefaultIfEmpty(0).Max();
    }

    public double Of(EditAtom atom) =>
        Math.Pow(Suspiciousness(atom), SuspicionExponent)
        * OperatorPriors.Of(atom.Operator)
        * Math.Clamp(atom.Likelihood, 0, 1)
        / Math.Pow(Math.Max(1, atom.Size), SizeExponent);

    /// <summary>That of the edited line relative to the highest, or of the line next to it for an edit that stands between lines.</summary>
    private double Suspiciousness(EditAtom atom)
    {
        if (_highest <= 0)
        {
            return 1;
        }

        var path = atom.Edits.Count > 0 ? atom.Edits[0].Path : "";
        var own = Math.Max(At(path, atom.Line), Adjacent * Math.Max(Above(path, atom.Line - 1), At(path, atom.Line + 1)));
        return Math.Max(Unsuspected, own / _highest);
    }

    /// <summary>That of the nearest line above that has one: a statement of many lines counts at its first.</summary>
    private double Above(string path, int line) =>
        Enumerable.Range(0, LongestStatement).Select(back => At(path, line - back)).FirstOrDefault(score => score > 0);

    private double At(string path, int line) => _lines.GetValueOrDefault((path, line));
}
