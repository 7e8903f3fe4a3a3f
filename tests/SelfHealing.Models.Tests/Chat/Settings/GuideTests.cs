using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Settings;

namespace SelfHealing.Models.Tests.Chat.Settings;

/// <summary>What the guide tells newcomers to write is understood, and it leaves no setting out.</summary>
public sealed partial class GuideTests
{
    private static readonly string s_guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models.md"));

    [Fact]
    public void Every_configuration_of_the_guide_is_sound()
    {
        var blocks = JsonBlock().Matches(s_guide).Select(m => m.Groups["json"].Value).ToList();

        blocks.Count.ShouldBe(2);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(block));
            var read = ModelsSection.Read(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("SelfHealing:Models"));
            read.Problems.ShouldBeEmpty();
            providers.UnionWith(read.Models.Values.Select(m => m.Provider));
        }

        providers.Count.ShouldBe(5);
    }

    [Fact]
    public void Every_setting_has_its_row() =>
        typeof(ModelOptions).GetProperties().Where(p => !s_guide.Contains($"`{p.Name}`", StringComparison.Ordinal)).Select(p => p.Name).ShouldBeEmpty();

    [GeneratedRegex("^ *```json\n(?<json>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonBlock();
}
