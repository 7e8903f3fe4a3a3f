using SelfHealing.Storage.Postgres;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class SharedLookupsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_while_a_query_is_under_way_shares_the_next_one()
    {
        var first = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        List<string[]> queries = [];
        var lookups = new SharedLookups<string, int>(
            async keys =>
            {
                queries.Add([.. keys]);
                begun.TrySetResult();
                await first.Task;
                return keys.Where(k => k != "nothing").ToDictionary(k => k, k => k.Length);
            },
            most: 10);

        var alone = lookups.FindAsync("a", Token);
        await begun.Task;
        var others = new[] { "bb", "ccc", "bb", "nothing" }.Select(key => lookups.FindAsync(key, Token)).ToList();
        first.SetResult();

        (await alone).ShouldBe(1);
        (await Task.WhenAll(others)).ShouldBe([2, 3, 2, 0]);
        queries.ShouldBe([["a"], ["bb", "ccc", "nothing"]]);
    }

    [Fact]
    public async Task No_query_asks_for_more_than_it_may()
    {
        List<int> sizes = [];
        var lookups = new SharedLookups<int, int>(
            async keys =>
            {
                await Task.Yield();
                sizes.Add(keys.Length);
                return keys.ToDictionary(k => k, k => -k);
            },
            most: 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(key => lookups.FindAsync(key, Token)));

        answers.ShouldBe(Enumerable.Range(0, 20).Select(key => -key));
        sizes.Max().ShouldBeLessThanOrEqualTo(3);
        sizes.Sum().ShouldBe(20);
    }

    [Fact]
    public async Task A_query_that_fails_fails_those_who_asked_and_nobody_after_them()
    {
        var isDown = true;
        var lookups = new SharedLookups<string, string>(
            keys => isDown ? throw new StorageException("The database is down.") : Task.FromResult<IReadOnlyDictionary<string, string>>(keys.ToDictionary(k => k)), most: 10);

        (await Should.ThrowAsync<StorageException>(() => lookups.FindAsync("a", Token))).Message.ShouldBe("The database is down.");
        isDown = false;
        (await lookups.FindAsync("a", Token)).ShouldBe("a");
    }

    [Fact]
    public async Task Who_gives_up_takes_nobody_along()
    {
        var answered = new TaskCompletionSource();
        var lookups = new SharedLookups<string, string>(
            async keys =>
            {
                await answered.Task;
                return keys.ToDictionary(k => k);
            },
            most: 10);
        using var impatient = new CancellationTokenSource();

        var given = lookups.FindAsync("a", impatient.Token);
        var patient = lookups.FindAsync("a", Token);
        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => given);
        answered.SetResult();
        (await patient).ShouldBe("a");
    }
}
