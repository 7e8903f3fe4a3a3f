using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Keys;

public sealed class ExchangedKeyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_key_that_is_exchanged_in_its_file_is_used_from_the_next_call_on()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            File.WriteAllText(_file, "first-key-1");
            using var room = new Room(dialect, server.Endpoint(dialect), null, ("KeyFile", _file));
            await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
            File.WriteAllText(_file, "second-key-2");
            await room.AskAsync("Another canary-prompt?", cancellationToken: TestContext.Current.CancellationToken);
        }

        server.Requests.Select(r => r.Key).ShouldBe(Enumerable.Repeat((string[])["first-key-1", "second-key-2"], 5).SelectMany(k => k));
    }
}
