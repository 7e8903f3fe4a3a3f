using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class FusionTests
{
    private static readonly byte[] s_base = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 12).Select(i => $"line {i}\n")));
    private static readonly Dictionary<string, byte[]> s_files = new(StringComparer.Ordinal) { ["a.py"] = s_base };

    [Fact]
    public void Only_the_edit_that_two_models_share_is_kept()
    {
        var fused = Fusion.Fuse(s_files, [("a:agentless", Change((2, "fix"), (7, "noise"))), ("b:agentless", Change((2, "fix "), (9, "other")))]);
        Text(fused.ShouldHaveSingleItem().Patch).ShouldBe(Text(Change((2, "fix"))), StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void Strategies_of_one_model_share_nothing() =>
        Fusion.Fuse(s_files, [("a:agentless", Change((2, "fix"), (7, "noise"))), ("a:agentic", Change((2, "fix"), (9, "other")))]).ShouldBeEmpty();

    [Fact]
    public void What_is_a_whole_patch_already_is_not_fused_again() =>
        Fusion.Fuse(s_files, [("a:agentless", Change((2, "fix"))), ("b:agentless", Change((2, "fix"), (9, "other")))]).ShouldBeEmpty();

    [Fact]
    public void A_patch_of_another_revision_or_file_has_no_say() =>
        Fusion.Fuse(s_files, [("a:x", new Patch([new TextEdit("a.py", 5000, 3, "x")])), ("b:x", new Patch([new TextEdit("b.py", 0, 1, "x")])), ("c:x", Change((2, "fix")))])
            .ShouldBeEmpty();

    [Fact]
    public void A_fused_patch_applies_cleanly_has_only_shared_edits_and_the_order_makes_no_difference() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            List<(string Voter, Patch Patch)> patches =
                [.. Enumerable.Range(0, random.Next(2, 7)).Select(i => ($"m{random.Next(4)}:s", Change([.. Enumerable.Range(0, 12).Where(_ => random.Next(4) == 0).Select(line => (line, $"new {random.Next(2)}{(random.Next(2) == 0 ? " " : "")}"))])))];
            var fused = Fusion.Fuse(s_files, patches);
            var turned = patches.ToArray();
            random.Shuffle(turned);
            Fusion.Fuse(s_files, turned).Select(f => (Text(f.Patch), f.Share)).ShouldBe(fused.Select(f => (Text(f.Patch), f.Share)));
            fused.Count.ShouldBeLessThanOrEqualTo(Fusion.MostPatches);
            foreach (var (patch, share) in fused)
            {
                share.ShouldBeInRange(0, 1);
                PatchText.AreApart(patch.Edits).ShouldBeTrue();
                foreach (var edit in LineEdits.Of(s_base, "a.py", patch))
                {
                    patches.Where(p => LineEdits.Of(s_base, "a.py", p.Patch).Any(e => Same(e, edit))).Select(p => p.Voter).Distinct().Count().ShouldBeGreaterThan(1);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static bool Same((int Line, int Removed, string Text) a, (int Line, int Removed, string Text) b) =>
        a.Line == b.Line && a.Removed == b.Removed && a.Text.Replace(" ", "", StringComparison.Ordinal) == b.Text.Replace(" ", "", StringComparison.Ordinal);

    private static string Text(Patch patch) => Encoding.UTF8.GetString(PatchText.Apply(s_base, "a.py", patch));

    private static Patch Change(params (int Line, string Text)[] lines) => new([.. lines.Select(l => LineEdits.Edit(s_base, "a.py", l.Line, 1, l.Text + "\n"))]);
}
