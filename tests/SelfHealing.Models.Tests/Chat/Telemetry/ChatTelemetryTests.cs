using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using SelfHealing.Models.Chat.Telemetry;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Telemetry;

/// <summary>Listeners are the process's: everything here looks only for calls of a model name of its own.</summary>
public sealed class ChatTelemetryTests
{
    [Fact]
    public async Task A_call_is_a_span_and_two_measurements_without_key_prompt_or_reply()
    {
        var spans = new ConcurrentQueue<Activity>();
        var measured = new ConcurrentQueue<(string Name, string Tags)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ChatTelemetry.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, meter) =>
            {
                if (instrument.Meter.Name == ChatTelemetry.Source)
                {
                    meter.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Told(tags))));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Enqueue((instrument.Name, Told(tags))));
        meters.Start();
        await using var server = await ModelServer.StartAsync(request => request.Number == 1 ? ModelReply.Says("canary-reply") : ModelReply.Status(401));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic), null, ("Model", "traced-model"));

        await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Should.ThrowAsync<ModelException>(room.AskAsync("Another canary-prompt?", cancellationToken: TestContext.Current.CancellationToken));

        var mine = spans.Where(s => s.DisplayName == "chat traced-model").ToList();
        mine.Count.ShouldBe(2);
        mine[0].GetTagItem("gen_ai.usage.input_tokens").ShouldBe(100);
        mine[1].Status.ShouldBe(ActivityStatusCode.Error);
        foreach (var span in mine)
        {
            string.Join('\n', span.TagObjects.Select(t => $"{t.Key}={t.Value}").Concat(span.Events.SelectMany(e => e.Tags.Select(t => $"{t.Key}={t.Value}"))).Append(span.StatusDescription))
                .ShouldNotContain("canary");
        }

        var names = measured.Where(m => m.Tags.Contains("traced-model", StringComparison.Ordinal)).Select(m => m.Name).ToList();
        names.ShouldContain("gen_ai.client.token.usage");
        names.ShouldContain("gen_ai.client.operation.duration");
        measured.ShouldAllBe(m => !m.Tags.Contains("canary", StringComparison.Ordinal));
    }

    private static string Told(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
