using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Client.Tests.Support;
using SelfHealing.Storage;

namespace SelfHealing.Client.Tests.Http;

/// <summary>What a caller without the SDK meets.</summary>
public sealed class ApiTests(Served served) : IClassFixture<Served>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = served.Address };

    private static CancellationToken Token => Limited.Token;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_submission_with_a_key_is_the_same_incident_as_that_of_the_SDK()
    {
        var (key, report) = ($"alert-{Guid.NewGuid()}", Reports.Fixable);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/incidents") { Content = JsonContent.Create(report, options: StoredJson.Options) };
        request.Headers.Add("Idempotency-Key", key);

        using var response = await _http.SendAsync(request, Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("incident").GetString();
        var handle = await served.Client(Way.Grains).SubmitAsync(report, new SubmitOptions { IdempotencyKey = key }, Token);
        id.ShouldBe(handle.Id);
    }

    [Fact]
    public async Task An_incident_is_shown_as_one_document()
    {
        var handle = await served.Client(Way.Http).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);

        var shown = await _http.GetFromJsonAsync<JsonElement>($"api/incidents/{handle.Id}", Token);

        shown.GetProperty("status").GetString().ShouldBe("resolved");
        shown.GetProperty("deployment").GetProperty("branch").GetString().ShouldBe($"selfheal/{handle.Id}");
        shown.GetProperty("report").GetProperty("repository").GetString().ShouldBe("https://example.org/app.git");
    }

    [Fact]
    public async Task A_stream_that_is_opened_again_with_the_last_id_goes_on_after_it()
    {
        var handle = await served.Client(Way.Http).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/incidents/{handle.Id}/events?after=0");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", "5");

        using var response = await _http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        text.ShouldStartWith("id: 6\nevent: event\ndata: {");
        text.ShouldEndWith("event: at-rest\ndata: {}\n\n");
    }

    [Theory]
    [InlineData("{", 400, "no sound JSON")]
    [InlineData("[]", 400, "must be a JSON object")]
    [InlineData("""{"testCommand":"pytest"}""", 400, "The field 'repository' is missing.")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","budgt":"1"}""", 400, "There is no field 'budgt'. The fields are repository,")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","budget":"soon"}""", 400, "The field 'budget' does not have the form")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","tenant":null}""", 400, "The field 'tenant' does not have the form")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","failingTests":[""]}""", 422, "The field 'failingTests' is empty")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":" "}""", 422, "The field 'testCommand' holds only spaces")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","autoApproveAt":"NaN"}""", 422, "The field 'autoApproveAt' needs a confidence")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","priority":17}""", 422, "The field 'priority' needs one of")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","budget":"-00:01:00"}""", 422, "The field 'budget' needs a time above 0")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","subdirectory":"../.."}""", 422, "without '..'")]
    [InlineData("""{"repository":"https://e.org/a","testCommand":"pytest","replay":"../../etc/passwd"}""", 422, "64 hexadecimal digits")]
    public async Task A_report_that_cannot_be_taken_says_which_field_and_what_to_do(string json, int status, string sentence)
    {
        using var response = await _http.PostAsync("api/incidents", Body(json), Token);

        await ShouldTellAsync(response, status, sentence);
    }

    [Theory]
    [InlineData("GET", "api/incidents/inc-nobody", 404, "There is no incident inc-nobody")]
    [InlineData("GET", "api/incidents/..%2f..%2fpasswd", 404, "not an incident's id")]
    [InlineData("GET", "api/incidents/inc-nobody/events", 404, "There is no incident inc-nobody")]
    [InlineData("POST", "api/incidents/inc-nobody/approve", 404, "There is no incident inc-nobody")]
    [InlineData("PUT", "api/incidents/INC%20", 400, "not an incident's id")]
    [InlineData("GET", "api/incidents?limit=0", 400, "The parameter 'limit' needs a number from 1")]
    [InlineData("GET", "api/incidents?limit=a&limit=b", 400, "The parameter 'limit' needs a number from 1")]
    [InlineData("GET", "api/incidents?open=perhaps", 400, "The parameter 'open' is true or false")]
    [InlineData("GET", "api/incidents/inc-nobody/events?after=-1", 400, "The parameter 'after' needs a number from 0")]
    public async Task A_call_that_makes_no_sense_is_answered_with_a_sentence(string method, string path, int status, string sentence)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? Body("""{"by":"ann"}""") : null };

        using var response = await _http.SendAsync(request, Token);

        await ShouldTellAsync(response, status, sentence);
    }

    [Fact]
    public async Task A_decision_that_does_not_fit_is_a_conflict_and_one_of_nobody_is_refused()
    {
        var handle = await served.Client(Way.Http).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);

        using var late = await _http.PostAsync($"api/incidents/{handle.Id}/reject", Body("""{"by":"ann"}"""), Token);
        using var nameless = await _http.PostAsync($"api/incidents/{handle.Id}/approve", content: null, Token);

        await ShouldTellAsync(late, 409, "was approved already");
        await ShouldTellAsync(nameless, 400, "The field 'by' is missing");
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_JSON_is_refused()
    {
        // It asks before it sends: a server that refuses does not wait for the rest, and cuts off who goes on sending.
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/incidents")
        {
            Content = Body($$"""{"errorText":"{{new string('x', 2 << 20)}}"}"""),
            Headers = { ExpectContinue = true },
        };
        using var large = await _http.SendAsync(request, Token);
        using var form = await _http.PostAsync("api/incidents", new StringContent("repository=x", Encoding.UTF8, "application/x-www-form-urlencoded"), Token);

        await ShouldTellAsync(large, 413, "too large");
        await ShouldTellAsync(form, 415, "application/json");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", "web pages")]
    [InlineData("Origin", "null", "web pages")]
    [InlineData("Host", "evil.example", "localhost only")]
    public async Task A_web_page_cannot_use_a_gateway_that_asks_for_no_token(string header, string value, string sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/incidents");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await _http.SendAsync(request, Token);

        await ShouldTellAsync(response, 403, sentence);
    }

    [Fact]
    public async Task No_body_whatsoever_makes_the_gateway_fail()
    {
        var words = Gen.Elements("repository", "testCommand", "budget", "priority", "models", "failingTests", "autoApproveAt", "maxCost", "tenant", "\\u0000", "\\ud800", "é");
        var values = Gen.Elements(
            "null", "true", "-1", "1e999", "\"\"", "\"NaN\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "[null]", "{}", "\"-Infinity\"", "99999999999999999999", "\"https://e.org/a\"", "\"00:10:00\"", "[1,[2,[3]]]");
        var objects = Gen.Zip(words, values).Select(p => $"\"{p.Item1}\":{p.Item2}").ListOf().Select(fields => $"{{{string.Join(',', fields)}}}");
        var texts = Gen.OneOf(objects, ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get), objects.Select(o => o[..(o.Length / 2)]));
        foreach (var text in texts.Sample(60, 150))
        {
            foreach (var path in (string[])["api/incidents", "api/incidents/inc-nobody/resume"])
            {
                using var response = await _http.PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("application/json") } }, Token);
                ((int)response.StatusCode).ShouldBeInRange(202, 499, text);
            }
        }
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task ShouldTellAsync(HttpResponseMessage response, int status, string sentence)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(sentence);
    }
}
