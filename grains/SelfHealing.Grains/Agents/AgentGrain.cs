namespace SelfHealing.Grains.Agents;

/// <summary>Does steps for incidents that may live on other silos. Its own silo does not wait for them when it stops: they begin anew elsewhere.</summary>
internal abstract class AgentGrain(LeavingSilo silo) : Grain, IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => silo.InvokeAsync(context);
}
