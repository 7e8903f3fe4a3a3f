namespace SelfHealing.Models.Chat.Agents;

/// <summary>What was read out of a reply: a value, or what is wrong with it.</summary>
/// <param name="Value">The value; meaningless when there is a problem.</param>
/// <param name="Problem">What is wrong, as a sentence to the model; null when nothing is.</param>
internal readonly record struct Reading<T>(T Value, string? Problem)
{
    public static implicit operator Reading<T>(T value) => new(value, null);

    public static Reading<T> Wrong(string problem) => new(default!, problem);
}
