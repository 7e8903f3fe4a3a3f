using SelfHealing.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>A way to walk an edit space, likeliest fix first. Pure: the same space always gives the same order.</summary>
public interface IEngine
{
    /// <summary>Its name as a voter.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Description { get; }

    /// <summary>The candidates in the order in which they should be tested, each program once. Lazy: what is not pulled is not made.</summary>
    /// <param name="space">Every edit, and how suspicious each line is.</param>
    /// <param name="scope">How wide to search.</param>
    /// <param name="lessons">What memory recalled, most fitting first.</param>
    /// <param name="fingerprint">The incident's own fingerprint.</param>
    IEnumerable<RankedEdit> Propose(EditSpace space, SearchScope scope, IReadOnlyList<Lesson> lessons, Fingerprint fingerprint);

    /// <summary>Why it proposes nothing, in words.</summary>
    string Silence(EditSpace space, IReadOnlyList<Lesson> lessons);
}
