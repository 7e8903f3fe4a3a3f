namespace SelfHealing.Cli.Clusters;

/// <summary>Asks a process how it is.</summary>
internal sealed class HealthProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private const int LongestAnswer = 400;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };

    /// <summary>What a process says of its health.</summary>
    /// <param name="address">Where it serves HTTP.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<HealthAnswer> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(address, "/health"), cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            // The first line is one word for all; the sentences follow it.
            var sentences = text.IndexOf('\n') is var end and >= 0 && text[end..].Trim().Length > 0 ? text[end..] : text;
            return new HealthAnswer(Answers: true, response.IsSuccessStatusCode, Terminals.SafeText.Line(sentences, LongestAnswer));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new HealthAnswer(Answers: false, IsReady: false, "it does not answer");
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>How a process is.</summary>
/// <param name="Answers">Whether anything answered.</param>
/// <param name="IsReady">Whether it is ready for work.</param>
/// <param name="Text">What it says.</param>
internal sealed record HealthAnswer(bool Answers, bool IsReady, string Text);
