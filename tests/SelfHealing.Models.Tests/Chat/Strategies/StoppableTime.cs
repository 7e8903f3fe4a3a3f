using Microsoft.Extensions.Time.Testing;

namespace SelfHealing.Models.Tests.Chat.Strategies;

/// <summary>A clock that is turned by hand, from now on.</summary>
internal sealed class StoppableTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60)), IDisposable
{
    public void Dispose() => Advance(TimeSpan.FromDays(40));
}
