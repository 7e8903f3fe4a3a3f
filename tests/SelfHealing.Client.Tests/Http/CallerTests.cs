using System.Net;
using SelfHealing.Client.Tests.Support;
using SelfHealing.Incidents;
using SelfHealing.Silo;

namespace SelfHealing.Client.Tests.Http;

/// <summary>Who may call, and what a caller of another machine may not name.</summary>
public sealed class CallerTests(Served served) : IClassFixture<Served>
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly Uri Everywhere = new("http://0.0.0.0:0");

    private static CancellationToken Token => Limited.Token;

    [Fact]
    public async Task A_gateway_without_tokens_refuses_to_listen_where_others_reach_it()
    {
        var refusal = await Should.ThrowAsync<SettingsException>(() => served.ServeAsync(Everywhere));

        refusal.Message.ShouldContain("Set SelfHealing:Gateway:Tokens:NAME:TokenFile");
    }

    [Fact]
    public async Task A_token_lets_in_and_names_who_decides()
    {
        await using var gateway = await OpenAsync();
        var client = Served.HttpClientFor(gateway.Address, http => http.Token = Secret);
        var handle = await client.SubmitAsync(Reports.Asking, cancellationToken: Token);
        await handle.GetResultAsync(Token);
        using var http = new HttpClient { BaseAddress = gateway.Address, DefaultRequestHeaders = { Authorization = new("Bearer", Secret) } };

        using var approved = await http.PostAsync($"api/incidents/{handle.Id}/approve", content: null, Token);

        approved.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var events = await handle.ReadHistoryAsync(cancellationToken: Token).Select(e => e.Event).ToListAsync(Token);
        events.OfType<Submitted>().Single().Report.Reporter.ShouldBe("ops");
        events.OfType<Approved>().Single().By.ShouldBe("ops");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdeX")]
    [InlineData("")]
    public async Task Without_a_known_token_nobody_is_served(string? token)
    {
        await using var gateway = await OpenAsync();
        var client = Served.HttpClientFor(gateway.Address, http => http.Token = token);

        (await Should.ThrowAsync<CallerRefusedException>(() => client.ListAsync(cancellationToken: Token))).Message.ShouldContain("does not know the caller");
        using var bare = new HttpClient();
        using var response = await bare.GetAsync(new Uri(gateway.Address, "api/cluster"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("/srv/app", null)]
    [InlineData("file:///srv/app", null)]
    [InlineData("../app", null)]
    [InlineData("ext::sh -c id", null)]
    [InlineData("-upload-pack=id", null)]
    [InlineData("https:/srv/app", null)]
    [InlineData("C:\\app", null)]
    [InlineData("https://example.org/app.git", "/srv/app")]
    [InlineData("https://example.org/app.git", "file:///srv/app")]
    [InlineData("https://example.org/app.git", "app")]
    public async Task A_caller_of_another_machine_names_no_path_of_this_one(string repository, string? remote)
    {
        await using var gateway = await OpenAsync();
        var client = Served.HttpClientFor(gateway.Address, http => http.Token = Secret);

        (await Should.ThrowAsync<IncidentException>(() => client.SubmitAsync(Reports.Fixable with { Repository = repository, Remote = remote }, cancellationToken: Token)))
            .Message.ShouldContain("must be the URL of a server");
    }

    [Theory]
    [InlineData("https://user:secret@example.org/app.git", "origin")]
    [InlineData("ssh://git@example.org/app.git", null)]
    [InlineData("git@example.org:team/app.git", "https://example.org/fork.git")]
    public async Task Repositories_of_servers_are_taken(string repository, string? remote)
    {
        await using var gateway = await OpenAsync();
        var client = Served.HttpClientFor(gateway.Address, http => http.Token = Secret);

        await client.SubmitAsync(Reports.Fixable with { Repository = repository, Remote = remote }, cancellationToken: Token);
    }

    [Theory]
    [InlineData("http://example.org/", Secret, "unencrypted")]
    [InlineData("ftp://example.org/", null, "http:// or https://")]
    [InlineData("https://ann:secret@example.org/", null, "more than an address")]
    [InlineData("https://example.org/", "two words", "nothing else")]
    public void A_client_refuses_settings_that_would_betray_the_token(string server, string? token, string sentence) =>
        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => Served.HttpClientFor(new Uri(server), http => http.Token = token))
            .Message.ShouldContain(sentence);

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        await using var elsewhere = new OneAnswer("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n");
        var client = Served.HttpClientFor(elsewhere.Address, http => http.Token = Secret);

        (await Should.ThrowAsync<SelfHealingUnreachableException>(() => client.ListAsync(cancellationToken: Token))).Message.ShouldContain("points to https://evil.example/");
    }

    private async Task<Opened> OpenAsync()
    {
        var (gateway, address) = await served.ServeAsync(Everywhere, ("SelfHealing:Gateway:Tokens:ops:Token", Secret));
        return new Opened(gateway, new Uri($"http://127.0.0.1:{address.Port}"));
    }

    private sealed record Opened(Microsoft.AspNetCore.Builder.WebApplication Gateway, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
