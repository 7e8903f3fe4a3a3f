using SelfHealing.Incidents;

namespace SelfHealing.Repair.Incidents;

/// <summary>What a report must hold to be worked on, whoever submits it.</summary>
public static class ReportRules
{
    private const int LongestName = 200;
    private const int LongestLine = 4_096;
    private const int LongestCommand = 65_536;
    private const int LongestErrorText = 4 << 20;
    private const int MostNames = 10_000;

    /// <summary>The longest wall-clock budget that an incident may have.</summary>
    public static readonly TimeSpan LongestBudget = TimeSpan.FromDays(7);

    /// <summary>Why a report cannot be accepted, in a sentence with what to do; null when it can.</summary>
    public static string? WhyNotAccepted(IncidentReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Text("repository", report.Repository, LongestLine, isNeeded: true)
            ?? Text("revision", report.Revision, LongestName, isNeeded: true)
            ?? Text("testCommand", report.TestCommand, LongestCommand, isNeeded: true)
            ?? Text("setupCommand", report.SetupCommand, LongestCommand, isNeeded: false)
            ?? Text("image", report.Image, LongestLine, isNeeded: false)
            ?? Text("language", report.Language, LongestName, isNeeded: true)
            ?? Text("remote", report.Remote, LongestLine, isNeeded: false)
            ?? Text("tenant", report.Tenant, LongestName, isNeeded: true)
            ?? Text("likeness", report.Likeness, LongestLine, isNeeded: false)
            ?? Text("reporter", report.Reporter, LongestName, isNeeded: false)
            ?? Folder(report.Subdirectory)
            ?? Names("failingTests", report.FailingTests)
            ?? Names("models", report.Models)
            ?? Replay(report.Replay)
            ?? report switch
            {
                { ErrorText.Length: > LongestErrorText and var length } => $"The field 'errorText' has {length} characters, and may have {LongestErrorText}. Shorten it.",
                { AutoApproveAt: not (>= 0 and <= 2) } => "The field 'autoApproveAt' needs a confidence from 0 to 1, or above 1 for never.",
                { Budget: var budget } when budget <= TimeSpan.Zero || budget > LongestBudget => "The field 'budget' needs a time above 0 and at most 7 days, written as \"00:20:00\".",
                { MaxCost: < 0 } => "The field 'maxCost' needs an amount of US dollars, 0 or more.",
                { MaxTokens: < 0 } => "The field 'maxTokens' needs a number of tokens, 0 or more.",
                { Priority: var priority } when !Enum.IsDefined(priority) => "The field 'priority' needs one of low, normal, high and critical.",
                _ => null,
            };
    }

    private static string? Text(string field, string? text, int longest, bool isNeeded) => text switch
    {
        null or "" => isNeeded ? $"The field '{field}' is empty. It is needed." : null,
        _ when isNeeded && string.IsNullOrWhiteSpace(text) => $"The field '{field}' holds only spaces. It is needed.",
        { Length: var length } when length > longest => $"The field '{field}' has {length} characters, and may have {longest}.",
        _ when text.Contains('\0', StringComparison.Ordinal) => $"The field '{field}' holds a NUL character, which no text may.",
        _ => null,
    };

    private static string? Names(string field, IReadOnlyList<string>? names) => names switch
    {
        null => $"The field '{field}' needs a list, which may be empty.",
        { Count: > MostNames } => $"The field '{field}' holds {names.Count} names, and may hold {MostNames}.",
        _ => names.Select(name => Text(field, name, LongestLine, isNeeded: true)).FirstOrDefault(problem => problem is not null),
    };

    private static string? Folder(string? folder) => folder switch
    {
        null => "The field 'subdirectory' needs a folder below the repository's root, or \"\" for the root.",
        _ when folder.StartsWith('/') || folder.Contains(':', StringComparison.Ordinal) || folder.Split('/', '\\').Contains("..") =>
            "The field 'subdirectory' needs a folder below the repository's root, without '..'.",
        _ => Text("subdirectory", folder, LongestLine, isNeeded: false),
    };

    private static string? Replay(string? artifact) => artifact is null || (artifact.Length == 64 && artifact.All(char.IsAsciiHexDigitLower))
        ? null
        : "The field 'replay' needs the name of an artifact: 64 hexadecimal digits.";
}
