namespace SelfHealing.Sandboxes;

/// <summary>Progress that is kept, in order.</summary>
internal sealed class Notes : IProgress<string>
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Report(string value)
    {
        lock (_all)
        {
            _all.Add(value);
        }
    }
}
