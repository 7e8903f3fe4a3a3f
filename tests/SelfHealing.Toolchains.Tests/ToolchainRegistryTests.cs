namespace SelfHealing.Toolchains;

public sealed class ToolchainRegistryTests(ToolchainFixture fixture)
{
    [Fact]
    public void A_language_is_found_by_name_and_an_unknown_one_is_told_what_there_is()
    {
        fixture.Registry.Of("Python").Language.ShouldBe("python");
        Should.Throw<ArgumentException>(() => fixture.Registry.Of("cobol")).Message.ShouldContain("python");
    }
}
