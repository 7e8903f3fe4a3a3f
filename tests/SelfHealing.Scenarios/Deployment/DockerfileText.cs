using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Rest">What follows it, continued lines joined.</param>
/// <param name="Stage">How many <c>FROM</c> there were up to it.</param>
internal sealed record Instruction(string Name, string Rest, int Stage)
{
    /// <summary>The words that are no options, for instance sources and target of a copy.</summary>
    public IReadOnlyList<string> Words => [.. Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

    /// <summary>Whether an option is given.</summary>
    public bool Has(string option) => Rest.Split(' ').Any(word => word.StartsWith(option, StringComparison.Ordinal));
}

/// <summary>A Dockerfile's instructions in order.</summary>
internal sealed record DockerfileText(IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The one at the root of the repository.</summary>
    public static DockerfileText OfTheRoot { get; } = Parse(File.ReadAllText(SourceTree.At("Dockerfile")));

    /// <summary>What the last instruction of a name says.</summary>
    public string Last(string name) => Instructions.Last(instruction => instruction.Name == name).Rest;

    public IEnumerable<Instruction> All(string name) => Instructions.Where(instruction => instruction.Name == name);

    public static DockerfileText Parse(string text)
    {
        var instructions = new List<Instruction>();
        var stage = 0;
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#') && !string.IsNullOrWhiteSpace(line));
        foreach (var line in string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var parts = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
            var name = parts[0].ToUpperInvariant();
            stage += name == "FROM" ? 1 : 0;
            instructions.Add(new Instruction(name, parts.ElementAtOrDefault(1) ?? "", stage));
        }

        return new DockerfileText(instructions);
    }
}
