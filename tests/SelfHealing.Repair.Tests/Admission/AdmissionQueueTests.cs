using SelfHealing.Admission;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Repair.Tests.Admission;

public sealed class AdmissionQueueTests
{
    private static readonly DateTimeOffset Now = BusyQueue.Start;

    [Fact]
    public void An_incident_that_waits_for_a_person_still_repairs_its_trouble_and_one_that_ended_does_not()
    {
        var queue = new AdmissionQueue(new AdmissionLimits()) { Places = 4 };
        queue.Offer(Entry("inc-1", "same"), Now).ShouldBeOfType<AdmittedAtOnce>();

        queue.Release("inc-1", hasEnded: false, Now);
        queue.Offer(Entry("inc-2", "same"), Now).ShouldBe(new AlreadyReported("inc-1"));
        queue.Running.ShouldBe(0);

        queue.Release("inc-1", hasEnded: true, Now);
        queue.Offer(Entry("inc-2", "same"), Now).ShouldBeOfType<AdmittedAtOnce>();
    }

    [Fact]
    public void The_same_trouble_of_two_tenants_is_two_troubles()
    {
        var queue = new AdmissionQueue(new AdmissionLimits()) { Places = 4 };
        queue.Offer(Entry("inc-1", "same"), Now);

        queue.Offer(Entry("inc-2", "same") with { Tenant = "other" }, Now).ShouldBeOfType<AdmittedAtOnce>();
    }

    [Fact]
    public void A_full_queue_says_which_limit_it_reached_and_when_to_come_again()
    {
        var queue = new AdmissionQueue(new AdmissionLimits { Queued = 1 }) { Places = 1 };
        queue.Offer(Entry("inc-0"), Now);
        for (var i = 0; i < 60; i++)
        {
            queue.Offer(Entry($"inc-{i + 1}"), Now + TimeSpan.FromSeconds(i));
            queue.Release($"inc-{i}", hasEnded: true, Now + TimeSpan.FromSeconds(i));
            queue.TakeNext();
        }

        queue.Offer(Entry("inc-waiting"), Now + TimeSpan.FromMinutes(1)).ShouldBe(new Enqueued(0));
        var refused = queue.Offer(Entry("inc-late"), Now + TimeSpan.FromMinutes(1)).ShouldBeOfType<Refused>();
        refused.Reason.ShouldStartWith("The queue is full: 1 incidents wait, as many as SelfHealing:Admission:MaxQueued allows.");
        refused.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        queue.Offer(Entry("inc-waiting"), Now).ShouldBe(new Enqueued(0));
    }

    private static IncidentEntry Entry(string id, string? likeness = null) => BusyQueue.Entry(id, "default", $"repo-{id}", IncidentPriority.Normal, likeness);
}
