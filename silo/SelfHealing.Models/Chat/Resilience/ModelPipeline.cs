using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using SelfHealing.Models.Chat.Limits;
using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Chat.Resilience;

/// <summary>The one pipeline of a model, shared by all its calls: retries around a breaker around the wait for a turn around a time-out.</summary>
internal sealed class ModelPipeline
{
    /// <summary>Who asks for a longer pause is not waited for: the call fails, and the voter abstains.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>How long a model is left alone that failed too often.</summary>
    internal static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    /// <summary>Requests of the last two minutes that must have failed before it is.</summary>
    internal const int FailuresToBreak = 8;

    private readonly VendorFaults _faults;
    private readonly ResiliencePipeline<ChatResponse> _pipeline;

    public ModelPipeline(string name, ModelOptions options, VendorFaults faults, FairLimiter limiter, TimeProvider time, ILogger logger)
    {
        _faults = faults;
        var builder = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<ChatResponse>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome.Exception, arguments.AttemptNumber)),
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ModelException)?.RetryAfter),
                OnRetry = arguments =>
                {
                    logger.LogInformation(
                        "{Reason} Asking again in {Delay} (attempt {Attempt}).", Reason(arguments.Outcome.Exception), arguments.RetryDelay, arguments.AttemptNumber + 2);
                    return ValueTask.CompletedTask;
                },
            });
        }

        _pipeline = builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ChatResponse>
            {
                FailureRatio = 0.9,
                MinimumThroughput = FailuresToBreak,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = Break,
                ShouldHandle = arguments => ValueTask.FromResult(IsOutage(arguments.Outcome.Exception)),
                OnOpened = arguments =>
                {
                    logger.LogWarning("The model '{Model}' failed so often that it is not asked for {Break}.", name, arguments.BreakDuration);
                    return ValueTask.CompletedTask;
                },
            })
            .AddStrategy(_ => new TurnStrategy(limiter), new TurnStrategyOptions())
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout })
            .Build();
    }

    /// <summary>Makes a call, and makes it again while its fault may pass.</summary>
    /// <param name="call">Makes it once.</param>
    /// <param name="wish">Who makes it, and how large it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelException">What the last attempt failed of.</exception>
    public async Task<ChatResponse> RunAsync(Func<CancellationToken, Task<ChatResponse>> call, TurnWish wish, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(TurnStrategy.Wish, wish);
        try
        {
            return await _pipeline.ExecuteAsync(async asked => await call(asked.CancellationToken), context);
        }
        catch (BrokenCircuitException e)
        {
            throw _faults.Paused(e.RetryAfter);
        }
        catch (TimeoutRejectedException)
        {
            throw _faults.TimedOut();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Vendors' clients tell their own time-outs as a cancellation.
            throw _faults.TimedOut();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Silence is asked again once only: it costs the whole time-out each time.</summary>
    private static bool MayPass(Exception? exception, int attempt) => exception switch
    {
        TimeoutRejectedException or ModelException { Fault: ModelFault.TimedOut } => attempt == 0,
        ModelException { Fault: ModelFault.RateLimited or ModelFault.Unavailable or ModelFault.Unreachable } fault => (fault.RetryAfter ?? TimeSpan.Zero) <= LongestPause,
        _ => false,
    };

    /// <summary>A rate limit is no outage: it has its own pause.</summary>
    private static bool IsOutage(Exception? exception) =>
        exception is TimeoutRejectedException or ModelException { Fault: ModelFault.TimedOut or ModelFault.Unavailable or ModelFault.Unreachable };

    private string Reason(Exception? exception) => exception is ModelException fault ? fault.Message : _faults.TimedOut().Message;
}
