using SelfHealing.Integrations.Git;

namespace SelfHealing.Integrations.Tests.Git;

public sealed class RepositoryAddressTests
{
    [Theory]
    [InlineData("https://user:secret@example.org/a/b.git", "https://example.org/a/b.git", false)]
    [InlineData("https://secret@example.org/a/b.git", "https://example.org/a/b.git", false)]
    [InlineData("https://user:sec@ret@example.org/a.git", "https://example.org/a.git", false)]
    [InlineData("ssh://git:secret@example.org/a.git", "ssh://git@example.org/a.git", false)]
    [InlineData("git@example.org:a/b.git", "git@example.org:a/b.git", false)]
    [InlineData("example.org:/srv/a.git", "example.org:/srv/a.git", false)]
    [InlineData("[::1]:a.git", "[::1]:a.git", false)]
    [InlineData("../a:b", "/base/a:b", true)]
    [InlineData("./a.git/", "/base/dir/a.git", true)]
    [InlineData("/srv/a.git", "/srv/a.git", true)]
    public void An_address_is_read_as_git_reads_it_and_shown_without_secrets(string text, string target, bool isFolder)
    {
        var address = RepositoryAddress.Parse(text, "/base/dir");
        address.Target.ShouldBe(target);
        address.IsFolder.ShouldBe(isFolder);
        address.ToString().ShouldNotContain("secret");
    }
}
