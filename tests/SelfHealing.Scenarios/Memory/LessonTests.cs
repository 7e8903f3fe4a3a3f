using System.Text.Json;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Memory;

public sealed class LessonTests
{
    [Fact]
    public async Task The_same_error_solved_again_uses_its_lesson_first_and_says_so()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("invoicing");
        var repository = await workshop.RepositoryOfAsync(project);
        var first = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0")).ShouldExitWith(0);

        var second = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0")).ShouldExitWith(0);

        second.Incident.ShouldNotBe(first.Incident);
        second.ShouldSay("lesson", first.Incident);
        var events = await workshop.EventsOfAsync(second.Incident);
        var recalled = events.Single(e => History.Kind(e) == "lessons-recalled").GetProperty("event").GetProperty("lessons");
        recalled.EnumerateArray().ShouldContain(l => l.GetProperty("incident").GetString() == first.Incident);
        var taught = events.Where(e => History.Kind(e) == "coded")
            .SelectMany(e => e.GetProperty("event").GetProperty("search").GetProperty("candidates").EnumerateArray())
            .Where(c => c.TryGetProperty("lesson", out var lesson) && lesson.ValueKind == JsonValueKind.String).ToList();
        taught.ShouldContain(c => c.GetProperty("lesson").GetString() == first.Incident && c.GetProperty("rank").GetInt32() == 1);
    }
}
