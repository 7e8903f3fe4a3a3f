using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace SelfHealing.Client.Transports;

/// <summary>Repeats calls that are safe to repeat while silos or the network are away, for a bounded time.</summary>
internal sealed class Retries
{
    private readonly ITransport _transport;
    private readonly ResiliencePipeline _pipeline;

    public Retries(ITransport transport, SelfHealingClientOptions options, TimeProvider time)
    {
        _transport = transport;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(options.CallTimeout)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } failure && transport.IsLost(failure)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.ReopenDelay,
                MaxDelay = options.LongestReopenDelay,
                UseJitter = true,
                DelayGenerator = arguments => new((arguments.Outcome.Exception as ServerBusyException)?.RetryAfter),
            })
            .Build();
    }

    /// <summary>Calls until it is answered.</summary>
    /// <param name="incident">The incident that is meant, for the error; null for none.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SelfHealingUnreachableException">The time ran out without an answer.</exception>
    public async Task<T> RunAsync<T>(string? incident, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        Exception? last = null;
        try
        {
            return await _pipeline.ExecuteAsync(
                async token =>
                {
                    try
                    {
                        return await call(token);
                    }
                    catch (Exception e) when (_transport.IsLost(e))
                    {
                        last = e;
                        throw;
                    }
                },
                cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw Unreachable(incident, last ?? e);
        }
        catch (Exception e) when (_transport.IsLost(e))
        {
            throw Unreachable(incident, e);
        }
    }

    /// <summary>Calls until it is answered.</summary>
    public Task RunAsync(string? incident, Func<CancellationToken, Task> call, CancellationToken cancellationToken) => RunAsync(
        incident,
        async token =>
        {
            await call(token);
            return true;
        },
        cancellationToken);

    private static SelfHealingUnreachableException Unreachable(string? incident, Exception cause) =>
        incident is null ? new SelfHealingUnreachableException(cause) : new IncidentUnreachableException(incident, cause);
}
