namespace SelfHealing.Toolchains.Python;

/// <summary>One file of the program as the tests ran it.</summary>
/// <param name="Path">Path below the root.</param>
/// <param name="Functions">Its outermost functions.</param>
/// <param name="Lines">For each line that ran: its number, how many failing tests ran it, how many passing ones.</param>
internal sealed record CoveredFile(string Path, IReadOnlyList<CoveredFunction> Functions, IReadOnlyList<int[]> Lines);

/// <summary>A function's place.</summary>
/// <param name="Name">Qualified name.</param>
/// <param name="First">First line, decorators included.</param>
/// <param name="Last">Last line.</param>
internal sealed record CoveredFunction(string Name, int First, int Last);
