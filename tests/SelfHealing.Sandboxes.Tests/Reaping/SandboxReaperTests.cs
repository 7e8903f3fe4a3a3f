using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Incidents;
using SelfHealing.Sandboxes.Jobs;

namespace SelfHealing.Sandboxes.Reaping;

public sealed class SandboxReaperTests(SandboxFixture sandboxes)
{
    private readonly string _incident = IncidentId.New(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Containers_of_a_killed_process_go_and_those_of_a_living_one_stay()
    {
        using var dead = Process.Start("sleep", "600");
        using var alive = Process.Start("sleep", "600");
        var (lost, kept) = (Owner.Of(dead.Id), Owner.Of(alive.Id));
        await LeaveAsync(lost.ToString(), DateTimeOffset.UtcNow.AddHours(1));
        var stays = await LeaveAsync(kept.ToString(), DateTimeOffset.UtcNow.AddHours(1));
        await using var mine = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("read x", _incident), Token);
        dead.Kill();
        await dead.WaitForExitAsync(Token);

        (await sandboxes.Reaper.ReapAsync(Token)).ShouldBeGreaterThanOrEqualTo(1);

        (await sandboxes.ContainersAsync(_incident)).Count.ShouldBe(2);
        (await sandboxes.ContainersAsync(_incident)).ShouldContain(stays);
        await mine.CompleteInputAsync(Token);
        (await mine.WaitAsync(Token)).Kind.ShouldBe(SandboxExitKind.Exited);
        alive.Kill();
        await sandboxes.Reaper.RemoveIncidentAsync(_incident, Token);
    }

    [Fact]
    public async Task Of_a_process_elsewhere_only_what_is_past_its_time_goes()
    {
        var stays = await LeaveAsync("other-machine/1/1", DateTimeOffset.UtcNow.AddHours(1));
        await LeaveAsync("other-machine/1/1", DateTimeOffset.UtcNow.AddHours(-1));

        await sandboxes.Reaper.ReapAsync(Token);

        (await sandboxes.ContainersAsync(_incident)).ShouldBe([stays]);
        await sandboxes.Reaper.RemoveIncidentAsync(_incident, Token);
    }

    [Fact]
    public async Task In_a_cluster_what_dead_silos_and_ended_incidents_left_goes_and_all_else_stays()
    {
        var (ours, theirs, over) = ($"ours-{_incident}", $"theirs-{_incident}", IncidentId.New(TimeProvider.System) + "-over");
        await LeaveAsync("other-machine/1/1", ours, "dead", _incident);
        await LeaveAsync("other-machine/1/1", ours, "alive", over);
        var open = await LeaveAsync("other-machine/1/1", ours, "alive", _incident);
        var elsewhere = await LeaveAsync("other-machine/1/1", theirs, "dead", _incident);
        var living = await LeaveAsync(Owner.Current.ToString(), ours, "dead", _incident);

        var removed = await sandboxes.Reaper.ReapClusterAsync(
            ours, silo => silo == "dead", (incidents, _) => Task.FromResult<IReadOnlyList<string>>([.. incidents.Where(i => i == over)]), Token);

        removed.ShouldBe(2);
        (await sandboxes.ContainersAsync(over)).ShouldBeEmpty();
        (await sandboxes.ContainersAsync(_incident)).ShouldBe([open, elsewhere, living], ignoreOrder: true);
        await sandboxes.Reaper.RemoveIncidentAsync(_incident, Token);
    }

    [Fact]
    public void A_container_that_lost_its_name_in_a_broken_removal_is_known_by_its_id() =>
        SandboxReaper.NameOf(new Docker.DotNet.Models.ContainerListResponse { ID = "b137e2a24345", Names = [] }).ShouldBe("b137e2a24345");

    [Fact]
    public async Task An_incident_is_cleared_away_alone()
    {
        await using var other = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("read x; echo here"), Token);
        await using var first = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("sleep 600", _incident), Token);
        await using var second = await sandboxes.Sandbox.StartAsync(sandboxes.Shell("sleep 600", _incident), Token);

        (await sandboxes.Reaper.RemoveIncidentAsync(_incident, Token)).ShouldBe(2);

        (await sandboxes.ContainersAsync(_incident)).ShouldBeEmpty();
        await other.CompleteInputAsync(Token);
        (await other.ReadLinesAsync(Token).ToListAsync(Token)).ShouldBe(["here"]);
    }

    [Fact]
    public async Task All_containers_of_this_process_go_at_once()
    {
        await using var services = new ServiceCollection().AddLogging().AddSandboxes().BuildServiceProvider();
        var sandbox = services.GetRequiredService<ISandbox>();
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => sandbox.StartAsync(sandboxes.Shell("sleep 600", _incident), Token)));

        await services.GetRequiredService<SandboxReaper>().RemoveOwnAsync();

        (await sandboxes.ContainersAsync(_incident)).ShouldBeEmpty();
        (await Should.ThrowAsync<SandboxException>(() => sandbox.StartAsync(sandboxes.Shell("sleep 600", _incident), Token))).Message.ShouldContain("stopping");
        foreach (var run in runs)
        {
            await run.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_container_that_is_just_being_made_when_the_process_stops_goes_too()
    {
        for (var wait = 0; wait < 6; wait++)
        {
            await using var own = new ServiceCollection().AddLogging().AddSandboxes().BuildServiceProvider();
            var starting = own.GetRequiredService<ISandbox>().StartAsync(sandboxes.Shell("sleep 600", _incident), Token);
            await Task.Delay(30 * wait, Token);

            await own.GetRequiredService<SandboxReaper>().RemoveOwnAsync();

            (await sandboxes.ContainersAsync(_incident)).ShouldBeEmpty($"after {30 * wait} ms");
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    [Fact]
    public void An_owner_is_read_as_it_was_written()
    {
        Owner.Parse(Owner.Current.ToString()).ShouldBe(Owner.Current);
        Owner.Current.IsKnownDead.ShouldBeFalse();
        (Owner.Current with { Started = 1 }).IsKnownDead.ShouldBeTrue();
        (Owner.Current with { Host = "other", Started = 1 }).IsKnownDead.ShouldBeFalse();
        Owner.Parse("").ShouldBeNull();
        Owner.Parse(null).ShouldBeNull();
    }

    /// <summary>Makes a container as a process with another identity would have left it.</summary>
    private Task<string> LeaveAsync(string owner, DateTimeOffset expires) =>
        LeaveAsync(_incident, (Labels.Owner, owner), (Labels.Expires, $"{expires.ToUnixTimeSeconds()}"));

    private Task<string> LeaveAsync(string owner, string cluster, string silo, string incident) =>
        LeaveAsync(incident, (Labels.Owner, owner), (Labels.Cluster, cluster), (Labels.Silo, silo));

    private async Task<string> LeaveAsync(string incident, params (string Label, string Value)[] labels)
    {
        var engine = await sandboxes.Engine.ConnectAsync(Token);
        var name = Labels.NewName();
        var container = Hardening.Container(name, sandboxes.Shell("sleep 600", incident), new SandboxOptions(), engine.Facts, [], DateTimeOffset.UtcNow);
        foreach (var (label, value) in labels)
        {
            container.Labels[label] = value;
        }

        await engine.Client.Containers.CreateContainerAsync(container, Token);
        await engine.Client.Containers.StartContainerAsync(name, new(), Token);
        return $"/{name}";
    }
}
