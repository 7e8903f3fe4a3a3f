namespace SelfHealing.TestSilo.Kills;

/// <summary>The moments of a step at which its silo may die.</summary>
internal static class KillPoints
{
    /// <summary>Nothing of the step is written.</summary>
    public const string BeforeIntent = "before-intent";

    /// <summary>It is written that the step starts, and nothing is done.</summary>
    public const string AfterIntent = "after-intent";

    /// <summary>The step is done, and nothing says so.</summary>
    public const string AfterEffect = "after-effect";

    /// <summary>Its result is written, and nobody was told.</summary>
    public const string AfterResult = "after-result";

    /// <summary>All of them, in the order of time.</summary>
    public static IReadOnlyList<string> All { get; } = [BeforeIntent, AfterIntent, AfterEffect, AfterResult];
}
