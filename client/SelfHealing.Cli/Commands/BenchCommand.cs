using System.CommandLine;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal bench</c>: public benchmarks, every instance as an ordinary incident.</summary>
internal static class BenchCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        _ = (surroundings, data);
        return new Command("bench", "Run a public benchmark; every instance goes the whole way of an incident.");
    }
}
