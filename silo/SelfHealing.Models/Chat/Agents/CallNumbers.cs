namespace SelfHealing.Models.Chat.Agents;

/// <summary>Numbers the calls of a step, so that an interrupted step asks again under the same numbers.</summary>
/// <remarks>What runs side by side takes a branch of its own beforehand; within a branch calls follow each other.</remarks>
internal sealed class CallNumbers
{
    private readonly int _end;
    private int _next;

    private CallNumbers(int first, int end) => (_next, _end) = (first, end);

    /// <summary>The numbers of a step, from 1.</summary>
    public static CallNumbers OfStep() => new(1, int.MaxValue);

    /// <summary>The first of some numbers that are taken.</summary>
    public int Take(int count)
    {
        var first = _next;
        _next += count;
        return _next <= _end ? first : throw new InvalidOperationException("A branch of a step made more calls than it took numbers for.");
    }

    /// <summary>Takes numbers for a part of the step that runs beside others.</summary>
    public CallNumbers Branch(int count)
    {
        var first = Take(count);
        return new CallNumbers(first, first + count);
    }
}
