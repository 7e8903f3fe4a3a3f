using SelfHealing.Admission;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Repair.Tests.Admission;

/// <summary>Runs while nothing else does, because it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(QueueMemoryTests), DisableParallelization = true)]
[Collection(nameof(QueueMemoryTests))]
public sealed class QueueMemoryTests
{
    [Fact]
    public void A_hundred_thousand_that_wait_cost_little_memory()
    {
        var queue = new AdmissionQueue(new AdmissionLimits { RunningPerRepository = 2 }) { Places = 10 };
        var entries = Enumerable.Range(0, 100_000)
            .Select(i => BusyQueue.Entry($"inc-{i}", "", "", IncidentPriority.Normal) with { Tenant = $"t{i % 7}", Repository = $"repo-{i % 50}", Priority = (IncidentPriority)(i % 4) }).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        entries.ForEach(e => queue.Offer(e, BusyQueue.Start));
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        (held / 100_000).ShouldBeLessThan(300);
        queue.Queued.ShouldBe(100_000 - 10);
        GC.KeepAlive(entries);
    }
}
