namespace SelfHealing.Repairs;

/// <summary>A test that a model wrote to show the incident's fault: a script that ends with exit code 0 once it is repaired.</summary>
/// <param name="Id">Id within the incident: <c>test-{model}</c>.</param>
/// <param name="Model">The model that wrote it.</param>
/// <param name="Source">The script.</param>
[GenerateSerializer, Immutable, Alias("ReproductionTest")]
public sealed record ReproductionTest(string Id, string Model, string Source)
{
    /// <summary>What a reviewer thinks of the test itself, whatever any patch does; null when nobody reviewed it.</summary>
    [Id(0)] public Review? Review { get; init; }

    /// <summary>The id of a model's test.</summary>
    public static string IdOf(string model) => $"test-{model}";
}

/// <summary>What a reproduction test said of the base revision and of each candidate.</summary>
/// <param name="Test">The test's id.</param>
/// <param name="FailsOnBase">True when it fails on the unpatched program, as it must to say anything.</param>
/// <param name="Passed">Ids of the candidates with which it passed.</param>
/// <param name="Failed">Ids of the candidates with which it failed.</param>
[GenerateSerializer, Immutable, Alias("TestSignal")]
public sealed record TestSignal(string Test, bool FailsOnBase, IReadOnlyList<string> Passed, IReadOnlyList<string> Failed);
