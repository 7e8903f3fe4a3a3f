using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Http;

/// <summary>Reads the JSON object in a request's body. A field that nobody knows is refused: what it was meant to change would not be done.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Syntax = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Strict = new(StoredJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = MaxDepth,
    };

    /// <summary>The object, or <paramref name="otherwise"/> for a request without a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="largest">Most bytes that are read.</param>
    /// <param name="otherwise">What no body stands for; null when there must be one.</param>
    /// <exception cref="ApiException">It is no such object; the message says what is wrong with it.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, int largest, T? otherwise = null)
        where T : class
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = largest;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (body.Length == 0 && otherwise is not null)
        {
            return otherwise;
        }

        if (!request.HasJsonContentType())
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON: send it with the header 'Content-Type: application/json'.");
        }

        return Parse<T>(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Syntax);
            Check(document.RootElement, Strict.GetTypeInfo(typeof(T)));
            return document.Deserialize<T>(Strict) ?? throw Bad("The body must be a JSON object.");
        }
        catch (JsonException e) when (e.Path is { Length: > 2 } path)
        {
            throw Bad($"The field '{path[2..]}' does not have the form that it needs.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Bad($"The body is no sound JSON{(e is JsonException { LineNumber: { } line } ? $": see line {line + 1}" : "")}.");
        }
    }

    private static void Check(JsonElement root, System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad("The body must be a JSON object.");
        }

        var given = root.EnumerateObject().Select(field => field.Name).ToList();
        if (given.Find(name => !type.Properties.Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) is { } unknown)
        {
            throw Bad($"There is no field '{Shortened(unknown)}'. The fields are {string.Join(", ", type.Properties.Select(p => p.Name))}.");
        }

        if (type.Properties.FirstOrDefault(p => p.IsRequired && !given.Contains(p.Name, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            throw Bad($"The field '{missing.Name}' is missing.");
        }
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static ApiException Bad(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
