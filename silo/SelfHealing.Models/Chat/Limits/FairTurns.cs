namespace SelfHealing.Models.Chat.Limits;

/// <summary>Who is next when several parties wait, each with several wishes: every party in turn, and a party's wishes in their order.</summary>
/// <remarks>While a party waits, no other is served twice before it: a party that was served stands behind all that wait.</remarks>
/// <typeparam name="T">A wish.</typeparam>
internal sealed class FairTurns<T>
    where T : notnull
{
    private readonly LinkedList<(string Party, LinkedList<T> Wishes)> _ring = new();

    /// <summary>Whether anybody waits.</summary>
    public bool IsEmpty => _ring.Count == 0;

    /// <summary>The wish to serve next.</summary>
    public T Next => _ring.First!.Value.Wishes.First!.Value;

    /// <summary>Puts a wish behind the others of its party; a party that did not wait goes behind all that do.</summary>
    public void Add(string party, T wish)
    {
        for (var node = _ring.First; node is not null; node = node.Next)
        {
            if (string.Equals(node.Value.Party, party, StringComparison.Ordinal))
            {
                node.Value.Wishes.AddLast(wish);
                return;
            }
        }

        _ring.AddLast((party, new LinkedList<T>([wish])));
    }

    /// <summary>Takes out the next wish and lets its party step back.</summary>
    public T Take()
    {
        var (party, wishes) = _ring.First!.Value;
        var wish = wishes.First!.Value;
        wishes.RemoveFirst();
        _ring.RemoveFirst();
        if (wishes.Count > 0)
        {
            _ring.AddLast((party, wishes));
        }

        return wish;
    }

    /// <summary>Takes out a wish that nobody has any more. The others keep their places.</summary>
    public void Remove(T wish)
    {
        for (var node = _ring.First; node is not null; node = node.Next)
        {
            if (node.Value.Wishes.Remove(wish))
            {
                if (node.Value.Wishes.Count == 0)
                {
                    _ring.Remove(node);
                }

                return;
            }
        }
    }
}
