using SelfHealing.Models.Chat.Limits;

namespace SelfHealing.Models.Tests.Chat.Limits;

public sealed class FairLimiterTests
{
    private readonly WatchedTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_so_many_calls_are_made_at_once_and_incidents_get_them_in_turn()
    {
        using var limiter = new FairLimiter(1, 600, 1_000_000, _time);
        var order = new List<string>();
        var first = await limiter.EnterAsync("a", 10, Token);
        var waiting = ((string[])["a", "a", "a", "b", "c"]).Select(async (incident, i) =>
        {
            using var turn = await limiter.EnterAsync(incident, 10, Token);
            lock (order)
            {
                order.Add($"{incident}{i}");
            }
        }).ToList();
        order.ShouldBeEmpty();

        first.Dispose();
        await Task.WhenAll(waiting);

        order.ShouldBe(["a0", "b3", "c4", "a1", "a2"]);
    }

    [Fact]
    public async Task A_minute_holds_only_its_requests()
    {
        using var limiter = new FairLimiter(10, 2, 1_000_000, _time);
        (await limiter.EnterAsync("a", 10, Token)).Dispose();
        (await limiter.EnterAsync("a", 10, Token)).Dispose();

        var third = limiter.EnterAsync("a", 10, Token);
        third.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(31));

        (await third).Dispose();
    }

    [Fact]
    public async Task Tokens_are_reserved_and_what_was_not_used_is_given_back()
    {
        using var limiter = new FairLimiter(10, 600, 1000, _time);
        var first = await limiter.EnterAsync("a", 900, Token);
        var second = limiter.EnterAsync("b", 500, Token);
        second.IsCompleted.ShouldBeFalse();

        first.Used = 100;
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task A_call_larger_than_a_minute_waits_for_a_full_one_and_not_for_ever()
    {
        using var limiter = new FairLimiter(10, 600, 1000, _time);
        var small = await limiter.EnterAsync("a", 1000, Token);
        var large = limiter.EnterAsync("b", 50_000, Token);
        var behind = limiter.EnterAsync("a", 1, Token);
        large.IsCompleted.ShouldBeFalse();

        small.Dispose();
        _time.Advance(TimeSpan.FromSeconds(61));
        using (var turn = await large)
        {
            turn.Used = 10;
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        (await behind).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing_with_him()
    {
        using var limiter = new FairLimiter(1, 600, 1_000_000, _time);
        using var cancel = new CancellationTokenSource();
        var first = await limiter.EnterAsync("a", 10, Token);
        var gone = limiter.EnterAsync("b", 10, cancel.Token);
        var last = limiter.EnterAsync("c", 10, Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        first.Dispose();
        first.Dispose();

        using (await last)
        {
            limiter.EnterAsync("d", 10, cancel.Token).IsCanceled.ShouldBeTrue();
        }
    }
}
