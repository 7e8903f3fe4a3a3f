using System.Globalization;
using System.Net;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>What a vendor's fault means, in a sentence that names the configured model and says what to do.</summary>
/// <remarks>Of a vendor's error only its code and the name of the parameter at fault are told: its message may repeat the key and the prompt.</remarks>
internal sealed class VendorFaults(string name, ModelOptions options, Uri endpoint, string keyPlace, TimeProvider time)
{
    private string Model => $"The model '{name}' ({options.Provider} at {endpoint.Host})";

    private string Section => $"SelfHealing:Models:{name}";

    /// <summary>The fault that a response with an error status tells.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body; null when it was too large to read.</param>
    public ModelException Of(HttpResponseMessage response, byte[]? body)
    {
        var error = VendorError.Read(body);
        var status = (int)response.StatusCode;
        var wait = RetryAfter(response);
        return status switch
        {
            _ when error.IsContentFilter => new(ModelFault.Refused, $"{Model} refused the prompt by its content filter. Nothing need be done: others are asked."),
            _ when error.IsOutOfCredit || status == (int)HttpStatusCode.PaymentRequired =>
                new(ModelFault.Unauthorized, $"{Model} has no credit left for this key{Told(error)}. Top up the vendor's account or use another key."),
            (int)HttpStatusCode.Unauthorized => new(ModelFault.Unauthorized, $"{Model} does not accept the key of {keyPlace}{Told(error)}. Put the right one there."),
            (int)HttpStatusCode.Forbidden =>
                new(ModelFault.Unauthorized, $"{Model} does not allow the key of {keyPlace} to use '{options.Model}'{Told(error)}. Allow it at the vendor, or use another key."),
            (int)HttpStatusCode.RequestTimeout => new(ModelFault.TimedOut, $"{Model} gave up waiting for the request{Told(error)}.", wait),
            (int)HttpStatusCode.TooManyRequests => new(
                ModelFault.RateLimited,
                $"{Model} is asked more often than it allows{Told(error)}{Wait(wait)}. Lower {Section}:RequestsPerMinute or TokensPerMinute, or raise the limit at the vendor.", wait),
            (int)HttpStatusCode.NotFound => new(ModelFault.Rejected, $"{Model} knows no '{options.Model}'{Told(error)}. Mend {Section}:{Missing()}."),
            (int)HttpStatusCode.RequestEntityTooLarge => new(ModelFault.Rejected, $"{Model} finds the prompt too long{Told(error)}. Use a model with a larger context."),
            (int)HttpStatusCode.Conflict or >= 500 => new(ModelFault.Unavailable, $"{Model} has a fault of its own (HTTP {status}){Told(error)}{Wait(wait)}. Wait until the vendor has mended it.", wait),
            >= 300 and < 400 => new(ModelFault.Rejected, $"{Model} points to another address (HTTP {status}), which is not followed so that the key stays here. Put the final address into {Section}:Endpoint."),
            _ when error.IsTooLong => new(ModelFault.Rejected, $"{Model} finds the prompt too long{Told(error)}. Use a model with a larger context, or lower {Section}:MaxOutputTokens."),
            _ => new(ModelFault.Rejected, $"{Model} did not understand the request (HTTP {status}){Told(error)}. {Mend(error)}"),
        };
    }

    /// <summary>No connection, or one that broke.</summary>
    public ModelException Unreachable(HttpRequestError error) => new(ModelFault.Unreachable, error switch
    {
        HttpRequestError.NameResolutionError => $"{Model} cannot be reached: there is no host of that name. Mend {Section}:Endpoint, or this machine's network.",
        HttpRequestError.SecureConnectionError => $"{Model} cannot be reached safely: its certificate is not accepted. Mend {Section}:Endpoint, or this machine's trusted certificates.",
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse => $"{Model} broke off in the middle of a reply.",
        _ => $"{Model} cannot be reached: nothing answers at {endpoint.Authority}.{Start()}",
    });

    /// <summary>A reply over the limit.</summary>
    public ModelException TooLarge(int most) => new(ModelFault.TooLarge, $"{Model} sent a reply of more than {most >> 20} MiB, which is not read. Lower {Section}:MaxOutputTokens, or ask the endpoint's owner.");

    /// <summary>No reply within <see cref="ModelOptions.Timeout"/>.</summary>
    public ModelException TimedOut() => new(ModelFault.TimedOut, $"{Model} did not answer within {options.Timeout.TotalSeconds:0.#} s. Raise {Section}:Timeout if it needs longer.");

    /// <summary>Too many faults: the model is left alone for a while.</summary>
    public ModelException Paused(TimeSpan? left) => new(ModelFault.Unavailable, $"{Model} failed so often that it is not asked for {(left ?? TimeSpan.Zero).TotalSeconds:0} s. Wait, or look with `selfheal models check {name}`.", left);

    /// <summary>A reply that the vendor's client cannot read.</summary>
    public ModelException Malformed(Exception e) => new(ModelFault.Malformed, $"{Model} sent a reply that is not in the form of {options.Provider} ({e.GetType().Name}). Mend {Section}:Provider or Endpoint.");

    /// <summary>There is no key to ask with.</summary>
    public ModelException NoKey(string problem) => new(ModelFault.Unauthorized, $"{Model} cannot be asked: {problem}");

    private string Missing() => endpoint.IsLoopback && options.Provider == "ollama" ? $"Model, or fetch it with: ollama pull {options.Model}" : "Model or Endpoint";

    private string Start() => options.Provider == "ollama" && endpoint.IsLoopback ? " Start it with: ollama serve" : $" Mend {Section}:Endpoint, or start what should listen there.";

    private string Mend(VendorError error) => error.Parameter is { } parameter && parameter.Contains("temperature", StringComparison.OrdinalIgnoreCase)
        ? $"Leave out {Section}:Temperature."
        : $"Mend {Section}:Model, MaxOutputTokens or Temperature.";

    private static string Told(VendorError error) => error.Words is { Length: > 0 } words ? $" ({words})" : "";

    private static string Wait(TimeSpan? wait) => wait is { } time ? string.Create(CultureInfo.InvariantCulture, $", and asks to wait {time.TotalSeconds:0.#} s") : "";

    /// <summary>Seconds or a date; some vendors tell milliseconds in a header of their own.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        foreach (var header in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
        {
            if (response.Headers.TryGetValues(header, out var values)
                && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds is >= 0 and < 86_400_000)
            {
                return TimeSpan.FromMilliseconds(milliseconds);
            }
        }

        var told = response.Headers.RetryAfter;
        var wait = told?.Delta ?? (told?.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
