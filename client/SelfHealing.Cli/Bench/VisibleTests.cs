using System.Text;
using System.Text.RegularExpressions;

namespace SelfHealing.Cli.Bench;

/// <summary>Makes a pytest module of a task's example test.</summary>
/// <remarks>A list of one-line assertions becomes one test for each, so that a repair sees which of them fail; anything else stays one test.</remarks>
internal static partial class VisibleTests
{
    private const string Indent = "    ";

    /// <summary>The module's text, or null when the example test is empty.</summary>
    public static string? From(string exampleTest, string entryPoint)
    {
        if (string.IsNullOrWhiteSpace(exampleTest))
        {
            return null;
        }

        var module = new StringBuilder($"from solution import *\nfrom solution import {entryPoint}\n");
        if (Assertions(exampleTest) is ({ } parameter, { Count: > 0 } assertions))
        {
            for (var i = 0; i < assertions.Count; i++)
            {
                module.Append($"\n\ndef test_example_{i + 1}():\n");
                module.Append(parameter == entryPoint ? "" : $"{Indent}{parameter} = {entryPoint}\n");
                module.Append($"{Indent}{assertions[i]}\n");
            }
        }
        else
        {
            module.Append($"\n\n{Definition(exampleTest)}\n\n\ndef test_examples():\n{Indent}check({entryPoint})\n");
        }

        return module.ToString();
    }

    /// <summary>The name of check's parameter and its assertions, when its body has nothing else but comments.</summary>
    private static (string? Parameter, List<string> Assertions) Assertions(string exampleTest)
    {
        var assertions = new List<string>();
        string? parameter = null;
        foreach (var line in exampleTest.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            if (parameter is null && Head().Match(line) is { Success: true } head)
            {
                parameter = head.Groups["parameter"].Value;
            }
            else if (line.StartsWith($"{Indent}assert", StringComparison.Ordinal) && IsWhole(line))
            {
                assertions.Add(line.Trim());
            }
            else if (!line.TrimStart().StartsWith('#') && !Call().IsMatch(line))
            {
                return (null, []);
            }
        }

        return (parameter, assertions);
    }

    /// <summary>Whether a line is a statement by itself: its brackets and quotes close, and nothing goes on below.</summary>
    private static bool IsWhole(string line)
    {
        var depth = 0;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote is { } open)
            {
                i += c == '\\' ? 1 : 0;
                quote = c == open ? null : quote;
            }
            else if (c is '"' or '\'')
            {
                if (line.AsSpan(i).StartsWith("\"\"\"") || line.AsSpan(i).StartsWith("'''"))
                {
                    return false;
                }

                quote = c;
            }
            else if (c == '#')
            {
                break;
            }
            else
            {
                depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            }
        }

        return depth == 0 && quote is null && !line.EndsWith('\\');
    }

    /// <summary>The example test without its calls at module level, which would run while it is collected.</summary>
    private static string Definition(string exampleTest) =>
        string.Join('\n', exampleTest.Split('\n').Where(line => !Call().IsMatch(line))).Trim('\n');

    [GeneratedRegex(@"^def check\((?<parameter>\w+)\):$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Head();

    [GeneratedRegex(@"^check\(\w+\)\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}
