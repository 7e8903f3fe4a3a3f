using System.Collections;
using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Secrets;

public sealed class SecretScrubberTests
{
    /// <summary>Made up, in the forms that vendors publish; written in two parts so that no scanner takes this file for a leak.</summary>
    public static TheoryData<string> Tokens =>
    [
        "AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a", "github_pat_" + "11ABCDEFG0abcdefghijkl_0123456789abcdefghijklmnop",
        "glpat-" + "a1B2c3D4e5F6g7H8i9J0", "xoxb-" + "123456789012-abcdefABCDEF", "https://hooks.slack.com/services/" + "T0000/B0000/abcdefghijkl0123456789",
        "sk-" + "proj-a1B2c3D4e5F6g7H8i9J0k1", "sk-ant-" + "api03-a1B2c3D4e5F6g7H8i9J0", "AIza" + "SyA1234567890abcdefghijklmnopqrstuv", "sk_live_" + "a1B2c3D4e5F6g7H8",
        "hf_" + "abcdefghijklmnopqrstuvwxyz0123456789", "npm_" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ];

    public static TheoryData<string> Honest =>
    [
        "class=\"sk-estimator-doc-link-fitted-and-toggleable\"", "skip-tests-when-the-database-is-down-please", "https://example.org:8080/a@b",
        "postgres://{user}:{password}@{host}/app", "text = raw[raw.index('-----BEGIN PRIVATE KEY-----'):raw.index('-----END PRIVATE KEY-----')]",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "def f(key, token, password):\n    return hash(key)", "ghp_short", "eyJ is how such tokens begin",
    ];

    [Theory, MemberData(nameof(Tokens))]
    public void Well_known_tokens_are_removed_wherever_they_stand(string token)
    {
        var scrubber = new SecretScrubber([]);

        foreach (var text in (string[])[token, $"key = \"{token}\"\nprint(key)", $"({token})", $"export TOKEN={token};"])
        {
            var clean = scrubber.Clean(text);
            clean.ShouldContain(SecretScrubber.Removed);
            clean.ShouldNotContain(token[^12..]);
        }
    }

    [Theory, MemberData(nameof(Honest))]
    public void Honest_text_stays_as_it_is(string text) => new SecretScrubber([]).Clean(text).ShouldBeSameAs(text);

    [Theory]
    [InlineData("postgres://ann:hunter2-x@db.example.org/app", "postgres://[secret removed]@db.example.org/app")]
    [InlineData("clone https://x-access-token:abc123@example.org/r.git now", "clone https://[secret removed]@example.org/r.git now")]
    [InlineData("Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer [secret removed]")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [secret removed]")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=bWFkZSB1cCBrZXkgbWFkZSB1cA==;", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=[secret removed];")]
    public void What_is_called_a_secret_is_removed_and_the_rest_stays(string text, string clean) => new SecretScrubber([]).Clean(text).ShouldBe(clean);

    [Fact]
    public void Private_keys_are_removed_whole()
    {
        var body = string.Join('\n', Enumerable.Repeat("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj", 20));
        var text = $"before\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{body}\n-----END RSA PRIVATE KEY-----\nafter";

        new SecretScrubber([]).Clean(text).ShouldBe($"before\n{SecretScrubber.Removed}\nafter");
    }

    [Fact]
    public void Known_values_are_removed_the_longer_first()
    {
        var scrubber = new SecretScrubber(["canary-one", "canary-one-and-two", "short"]);

        scrubber.Clean("a canary-one-and-two b canary-one c short").ShouldBe("a [secret removed] b [secret removed] c short");
    }

    [Fact]
    public void Variables_are_secret_by_their_names()
    {
        var environment = new Hashtable
        {
            ["DB_PASSWORD"] = "Canary-1-abc", ["SERVICE_APIKEY"] = "Canary-2-abc", ["NPM_AUTHTOKEN"] = "Canary-3-abc", ["GITHUB_PAT"] = "Canary-4-abc",
            ["KEYBOARD"] = "us-intl-105", ["PWD"] = "/home/ann-1", ["PATH"] = "/usr/bin:/bin", ["SIGNING_KEY"] = Path.GetTempPath(), ["SECRET_WORD"] = "password",
        };

        SecretVariables.In(environment).Order(StringComparer.Ordinal).ShouldBe(["Canary-1-abc", "Canary-2-abc", "Canary-3-abc", "Canary-4-abc"]);
    }

    [Fact]
    public async Task No_secret_goes_out_in_any_part_of_a_request()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            using var room = new Room(dialect, server.Endpoint(dialect));
            using var client = room.Open();
            List<ChatMessage> messages =
            [
                new(ChatRole.System, $"system {Room.Key}"),
                new(ChatRole.User, [new TextContent($"one {Room.Key}"), new TextContent("two ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a")]),
                new(ChatRole.Assistant, [new FunctionCallContent("call_1", "look", new Dictionary<string, object?> { ["command"] = $"echo {Room.Key}" })]),
                new(ChatRole.Tool, [new FunctionResultContent("call_1", new { Output = $"printed {Room.Key}" })]),
            ];
            var look = AIFunctionFactory.Create((string command) => command, "look");

            await client.GetResponseAsync(messages, new ChatOptions { Instructions = $"instructions {Room.Key}", Tools = [look] }, TestContext.Current.CancellationToken);
        }

        server.Requests.Count.ShouldBe(5);
        server.Requests.ShouldAllBe(r => !r.Body.Contains(Room.Key) && !r.Body.Contains("16C7e42F292c69"));
        server.Requests.ShouldAllBe(r => r.Body.Contains("printed") && r.Body.Contains("instructions"));
    }
}
