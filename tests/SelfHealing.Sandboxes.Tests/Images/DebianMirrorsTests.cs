namespace SelfHealing.Sandboxes.Images;

public sealed class DebianMirrorsTests
{
    [Fact]
    public void Stanzas_are_read_without_their_comments()
    {
        const string sources = """
            Types: deb
            # http://archive.example/old
            URIs: http://mirror.example/debian/
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://mirror.example/debian-security
            Suites: bookworm-security
            Components: main
            """;

        DebianMirrors.Parse([sources], "bookworm").ShouldBe(new DebianMirrors("http://mirror.example/debian", "http://mirror.example/debian-security"));
    }

    [Fact]
    public void Lines_are_read_with_their_options()
    {
        const string sources = """
            # deb http://commented.example/debian bookworm main
            deb-src http://source.example/debian bookworm main
            deb [ arch=amd64 signed-by=/k.gpg ] https://mirror.example/d bookworm main contrib
            deb [trusted=yes] https://mirror.example/s bookworm-security main # late comment
            """;

        DebianMirrors.Parse([sources], "bookworm").ShouldBe(new DebianMirrors("https://mirror.example/d", "https://mirror.example/s"));
    }

    [Fact]
    public void Another_release_of_Debian_lends_its_mirror() =>
        DebianMirrors.Parse(["deb http://mirror.example/debian trixie main"], "bookworm").Main.ShouldBe("http://mirror.example/debian");

    [Theory]
    [InlineData("")]
    [InlineData("deb http://archive.ubuntu.com/ubuntu jammy main")]
    [InlineData("deb https://packages.example/apt tool-bookworm main")]
    [InlineData("deb file:/srv/debian bookworm main")]
    [InlineData("Types: deb\nEnabled: no\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main")]
    [InlineData("Types: deb-src\nURIs: http://source.example/debian\nSuites: bookworm\nComponents: main")]
    public void Without_a_usable_mirror_it_is_Debians_own(string sources) => DebianMirrors.Parse([sources], "bookworm").ShouldBe(DebianMirrors.Default);

    [Fact]
    public void Fields_go_on_in_indented_lines() =>
        DebianMirrors.Parse(["Types: deb\nURIs:\n http://a.example/x\nSuites:\n sid\n bookworm\nComponents: main"], "bookworm").Main.ShouldBe("http://a.example/x");
}
