using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>An ASP.NET application that knows nothing of Orleans and speaks to a gateway over HTTP.</summary>
public static class PlainWebApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSelfHealingClient(
            new Uri(builder.Configuration["SelfHealing:Server"] ?? "http://127.0.0.1:8080"),
            http => http.Token = builder.Configuration["SelfHealing:Token"]);
        var app = builder.Build();

        app.MapPost("/builds/{commit}/failed", async (string commit, ISelfHealingClient client, CancellationToken cancellationToken) =>
        {
            var report = new IncidentReport { Repository = "https://example.org/inventory.git", Revision = commit, TestCommand = "pytest -q" };
            var handle = await client.SubmitAsync(report, new SubmitOptions { IdempotencyKey = $"build-{commit}" }, cancellationToken);
            return Results.Accepted($"/repairs/{handle.Id}", new { repair = handle.Id });
        });

        app.MapGet("/repairs/{id}/events", (string id, ISelfHealingClient client, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(client.GetHandle(id).ReadHistoryAsync(cancellationToken: cancellationToken).Select(e => $"{e.Sequence} {e.Event.GetType().Name}")));

        return app;
    }
}
