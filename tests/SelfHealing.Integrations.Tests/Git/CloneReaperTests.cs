namespace SelfHealing.Integrations.Tests.Git;

public sealed class CloneReaperTests : IDisposable
{
    private const string Open = GitLab.Incident;
    private const string Over = "inc-over";

    private static readonly TimeSpan _week = TimeSpan.FromDays(7);

    private readonly GitLab _lab = new();

    public CloneReaperTests() => _lab.MakeApp();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Repositories => Path.Combine(_lab.Data, "repositories");

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task What_belongs_to_an_incident_that_is_over_goes_and_what_an_open_one_uses_stays()
    {
        await RepairAsync(Over);
        await RepairAsync(Open);

        (await ReapAsync(TimeSpan.Zero)).ShouldBe((1, 0));

        References().ShouldBe([$"refs/heads/selfheal/{Open}", $"refs/selfheal/{Open}"]);
        Directory.GetFiles(Path.Combine(Repositories, "checkouts")).Select(Path.GetFileName).ShouldBe([Open + ".json"]);
        (await _lab.PublishAsync(_lab.NewReport())).Branch.ShouldBe($"selfheal/{Open}");
    }

    [Fact]
    public async Task A_clone_that_no_open_incident_uses_is_kept_for_its_time_and_then_removed()
    {
        await RepairAsync(Over);

        (await ReapAsync(_week)).ShouldBe((1, 0));
        (await ReapAsync(_week, TimeSpan.FromDays(8))).ShouldBe((0, 1));

        Directory.GetDirectories(Repositories, "*.git").ShouldBeEmpty();
        await RepairAsync(Over);
    }

    [Fact]
    public async Task A_clone_of_an_open_incident_stays_however_long_it_takes_and_however_low_the_disk_is()
    {
        await RepairAsync(Open);

        (await ReapAsync(TimeSpan.Zero, TimeSpan.FromDays(400))).ShouldBe((0, 0));

        References().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_clone_that_somebody_works_on_is_left_for_the_next_time()
    {
        await RepairAsync(Over);
        var turn = Directory.GetFiles(Repositories, "*.turn").Single();
        await using (new FileStream(turn, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            (await ReapAsync(TimeSpan.Zero)).Clones.ShouldBe(0);
        }

        (await ReapAsync(TimeSpan.Zero)).Clones.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_killed_process_left_half_made_goes_after_an_hour()
    {
        await RepairAsync(Open);
        var clone = Directory.GetDirectories(Repositories, "*.git").Single();
        string[] left = [Path.Combine(clone, "index.inc-dead"), Path.Combine(Repositories, "checkouts", "inc-dead.json.new")];
        Array.ForEach(left, file => File.WriteAllText(file, ""));
        Directory.CreateDirectory(clone + ".new");

        await ReapAsync(_week);
        left.ShouldAllBe(file => File.Exists(file));
        await ReapAsync(_week, TimeSpan.FromHours(2));

        left.ShouldAllBe(file => !File.Exists(file));
        Directory.Exists(clone + ".new").ShouldBeFalse();
    }

    private async Task RepairAsync(string incident)
    {
        await _lab.CheckOutAsync(incident: incident);
        await _lab.PublishAsync(_lab.NewReport(dryRun: true), incident: incident);
    }

    private Task<(int Incidents, int Clones)> ReapAsync(TimeSpan keep, TimeSpan later = default) => _lab.Reaper(new Later(later)).ReapAsync(
        (incidents, _) => Task.FromResult<IReadOnlyList<string>>([.. incidents.Where(incident => incident != Open)]), keep, Token);

    private List<string> References() =>
        [.. GitLab.Git(Directory.GetDirectories(Repositories, "*.git").Single(), "for-each-ref", "--format=%(refname)", "refs/heads", "refs/selfheal").Split('\n').Where(name => !name.EndsWith("/fetched", StringComparison.Ordinal))];

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
