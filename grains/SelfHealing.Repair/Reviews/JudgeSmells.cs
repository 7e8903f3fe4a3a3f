using SelfHealing.Repair.Policy;

namespace SelfHealing.Repair.Reviews;

/// <summary>A patch of what judges it.</summary>
internal static class JudgeSmells
{
    public static IEnumerable<Smell> Of(ReviewInput input) =>
        input.Files.Where(file => input.Deciding.Contains(file.Path))
            .Select(file => new Smell("overfit/changes-the-judge", $"The patch changes {PathForm.Shown(file.Path)}, which decides how the tests come out.", 0.2));
}
