using Microsoft.Extensions.Time.Testing;
using SelfHealing.Incidents;

namespace SelfHealing.Grains.Tests.Incidents;

public sealed class IncidentIdTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2031, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void No_two_ids_of_one_second_meet()
    {
        var ids = Enumerable.Range(0, 50_000).Select(_ => IncidentId.New(_time)).ToHashSet(StringComparer.Ordinal);

        ids.Count.ShouldBe(50_000);
        ids.ShouldAllBe(id => IncidentId.IsValid(id));
    }

    [Fact]
    public void Later_ids_sort_behind_earlier_ones()
    {
        var earlier = IncidentId.New(_time);
        _time.Advance(TimeSpan.FromSeconds(1));

        string.CompareOrdinal(IncidentId.New(_time), earlier).ShouldBePositive();
    }
}
