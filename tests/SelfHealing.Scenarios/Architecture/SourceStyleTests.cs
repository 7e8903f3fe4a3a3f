using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Architecture;

/// <summary>What keeps the house good to live in, where a machine can check it.</summary>
public sealed class SourceStyleTests
{
    private static readonly string[] EmptyWords = ["Helper", "Helpers", "Util", "Utils", "Utilities", "Manager", "Managers", "Common", "Misc"];

    // Put together here, so that this file does not find itself.
    private static readonly string[] Unwanted = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#pragma warning" + " disable", "Thread." + "Sleep", "(Skip" + " ="];

    private static IEnumerable<string> Code =>
        ((string[])["*.cs", "*.py", "*.sh", "*.sql"]).SelectMany(pattern => SourceTree.Files(pattern))
        .Where(path => !path.StartsWith(SourceTree.At("tests", "fixtures"), StringComparison.Ordinal));

    [Fact]
    public void No_file_has_more_than_500_lines() =>
        Code.Where(path => File.ReadLines(path).Count() > 500).Select(Relative).ShouldBeEmpty();

    [Fact]
    public void No_folder_or_file_hides_its_purpose_behind_an_empty_word() =>
        Code.Select(Relative)
            .Where(path => path.Split('/', '.').Any(part => EmptyWords.Contains(part, StringComparer.OrdinalIgnoreCase))
                || EmptyWords.Any(word => Path.GetFileNameWithoutExtension(path).EndsWith(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later_or_silenced() =>
        (from path in Code
         from line in File.ReadLines(path).Select((text, index) => (Text: text, Number: index + 1))
         from word in Unwanted
         where line.Text.Contains(word, StringComparison.Ordinal)
         select $"{Relative(path)}:{line.Number}: {word}").ShouldBeEmpty();

    private static string Relative(string path) => Path.GetRelativePath(SourceTree.Root, path);
}
