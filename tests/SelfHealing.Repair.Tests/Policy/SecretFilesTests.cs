using SelfHealing.Repair.Policy;

namespace SelfHealing.Repair.Tests.Policy;

public sealed class SecretFilesTests
{
    [Theory]
    [InlineData(".env")]
    [InlineData("conf/.env.production")]
    [InlineData("prod.env")]
    [InlineData("deploy/ID_RSA")]
    [InlineData("deploy/server.pem")]
    [InlineData("deploy/server.key")]
    [InlineData("credentials.json")]
    [InlineData(".aws/config")]
    [InlineData("secrets/db.yaml")]
    [InlineData(".netrc")]
    [InlineData(".pypirc")]
    public void Files_that_may_hold_secrets_are_hidden(string path) => SecretFiles.Covers(path).ShouldBeTrue();

    [Theory]
    [InlineData("app.py")]
    [InlineData("secrets/vault.py")]
    [InlineData("src/secrets.py")]
    [InlineData(".env.example")]
    [InlineData("env/readme.md")]
    [InlineData("certs/root.crt")]
    [InlineData("known_hosts")]
    [InlineData("keys.md")]
    [InlineData("")]
    public void What_a_program_needs_is_shown(string path) => SecretFiles.Covers(path).ShouldBeFalse();
}
