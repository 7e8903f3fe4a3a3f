using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SelfHealing.Http;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Http;

/// <summary>Writes signals as server-sent events until they end, the caller leaves, or the silo is lost: then the stream ends without its last message, and the caller comes back.</summary>
internal sealed class EventStreamResult(IAsyncEnumerable<IncidentSignal> signals, TimeSpan heartbeat, TimeProvider time, CancellationToken stopping) : IResult
{
    private const long FlushBytes = 64 << 10;

    private static readonly byte[] StillHere = ": still here\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.ContentType = HttpContract.EventStream;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await response.BodyWriter.FlushAsync(end.Token);
            await WriteAllAsync(response.BodyWriter, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The caller left or the gateway stops: nobody is told, and a caller that is still there comes back.
        }
        catch (Exception e) when (ProblemFilter.IsLostSilo(e))
        {
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
    }

    private async Task WriteAllAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        await using var all = signals.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = all.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                await body.FlushAsync(cancellationToken);
                await WaitAsync(next, body, cancellationToken);
            }

            if (!await next)
            {
                break;
            }

            Write(body, all.Current);
            if (body.UnflushedBytes > FlushBytes)
            {
                await body.FlushAsync(cancellationToken);
            }
        }

        await body.FlushAsync(cancellationToken);
    }

    private async Task WaitAsync(Task next, PipeWriter body, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var silence = Task.Delay(heartbeat, time, pause.Token);
            if (await Task.WhenAny(next, silence) == next)
            {
                await pause.CancelAsync();
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            body.Write(StillHere);
            await body.FlushAsync(cancellationToken);
        }
    }

    private static void Write(PipeWriter body, IncidentSignal signal)
    {
        switch (signal)
        {
            case EventSignal { Recorded: var recorded }:
                Write(body, $"id: {recorded.Sequence.ToString(CultureInfo.InvariantCulture)}\nevent: {HttpContract.RecordedEvent}\ndata: ", JsonSerializer.SerializeToUtf8Bytes(recorded, StoredJson.Options));
                break;
            case ProgressSignal progress:
                Write(body, $"event: {HttpContract.Progress}\ndata: ", JsonSerializer.SerializeToUtf8Bytes(progress, StoredJson.Options));
                break;
            case AtRestSignal:
                Write(body, $"event: {HttpContract.AtRest}\ndata: ", "{}"u8);
                break;
        }
    }

    private static void Write(PipeWriter body, string head, ReadOnlySpan<byte> json)
    {
        Encoding.UTF8.GetBytes(head, body);
        body.Write(json);
        body.Write("\n\n"u8);
    }
}
