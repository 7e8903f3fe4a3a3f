namespace SelfHealing.Grains.Agents;

/// <summary>How long agents remember.</summary>
internal static class AgentHistory
{
    /// <summary>Minutes after its last call for which an agent stays in memory. An incident whose silo died asks again within seconds.</summary>
    public const int KeptMinutes = 2;
}

/// <summary>What an agent finished, by step: an incident that goes on on another silo finds it instead of having it done again.</summary>
/// <remarks>
/// In memory alone. The incident's own events are what is durable; between an agent's answer and its event lies one append, and a step
/// repeated after a crash in that moment finds its model calls recorded and its side effects made.
/// </remarks>
internal sealed class AgentHistory<T>
{
    private readonly Dictionary<string, T> _finished = new(StringComparer.Ordinal);

    /// <summary>What came of a step: known, or done now. What fails is not kept.</summary>
    public async Task<T> OnceAsync(string step, Func<Task<T>> work) => _finished.TryGetValue(step, out var known) ? known : _finished[step] = await work();
}
