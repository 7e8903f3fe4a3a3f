using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Tests.Chat.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("openai", null, "OPENAI_API_KEY")]
    [InlineData("openai", "https://api.openai.com/v1", "OPENAI_API_KEY")]
    [InlineData("openai", "https://gateway.example.org/v1", null)]
    [InlineData("openai-responses", "http://localhost:8000/v1", null)]
    [InlineData("anthropic", null, "ANTHROPIC_API_KEY")]
    [InlineData("anthropic", "https://gateway.example.org", null)]
    [InlineData("azure-openai", "https://example.openai.azure.com", "AZURE_OPENAI_API_KEY")]
    [InlineData("ollama", null, null)]
    public void A_vendors_key_goes_to_the_vendor_alone_unless_it_is_named(string provider, string? endpoint, string? variable)
    {
        var options = new ModelOptions { Provider = provider, Endpoint = endpoint is null ? null : new Uri(endpoint) };

        KeyPlace.Of(VendorList.Find(provider)!, options).Variable.ShouldBe(variable);

        options.KeyVariable = "MY_KEY";
        KeyPlace.Of(VendorList.Find(provider)!, options).Variable.ShouldBe("MY_KEY");
    }

    [Fact]
    public void A_file_goes_before_a_variable_and_its_line_end_is_no_part_of_the_key()
    {
        File.WriteAllText(_file, "from-the-file\r\n");
        var place = KeyPlace.Of(VendorList.Find("openai")!, new ModelOptions { KeyFile = _file, KeyVariable = "MY_KEY" });

        new KeyRing(_ => "from-the-variable").Find(place).Key.ShouldBe("from-the-file");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("two words", "is not a key")]
    [InlineData("key\r\nX-Injected: 1", "is not a key")]
    [InlineData("kéy-with-accents", "is not a key")]
    public void A_file_that_holds_no_key_is_told_without_its_text(string content, string sentence)
    {
        File.WriteAllText(_file, content);

        var found = new KeyRing(_ => null).Find(new KeyPlace(_file, null, IsNeeded: true));

        found.Key.ShouldBeNull();
        var problem = found.Problem.ShouldNotBeNull();
        problem.ShouldContain(sentence);
        problem.ShouldContain(_file);
        problem.ShouldNotContain(content.Length == 0 ? "\0" : content);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        new KeyRing(_ => null).Find(new KeyPlace(_file + ".none", null, IsNeeded: true)).Problem!.ShouldContain("cannot be read");

    [Fact]
    public void A_found_key_never_writes_itself() =>
        new KeyRing(_ => "canary-key").Find(new KeyPlace(null, "MY_KEY", IsNeeded: true)).ToString().ShouldNotContain("canary");
}
