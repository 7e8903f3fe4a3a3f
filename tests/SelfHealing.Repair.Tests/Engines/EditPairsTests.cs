using SelfHealing.Repair.Engines;
using SelfHealing.Repair.Patches;

namespace SelfHealing.Repair.Tests.Engines;

public sealed class EditPairsTests
{
    private static readonly IEngine s_mutation = BuiltInEngines.All.Single(e => e.Name == "mutation");

    [Fact]
    public void Two_seeds_are_tried_together_before_anything_else()
    {
        var space = Atoms.Space(Atoms.At(1), Atoms.At(2, likelihood: 0.1), Atoms.At(3, likelihood: 0.1), Atoms.At(4, family: "template"));

        var first = s_mutation.Propose(space, Atoms.WithPairs(3, 2), [], Atoms.Error).First();

        first.Atoms.Select(a => a.Id).ShouldBe([2, 3]);
    }

    [Fact]
    public void A_seed_of_another_family_is_combined_with_own_edits()
    {
        var space = Atoms.Space(Atoms.At(1), Atoms.At(4, family: "template"));

        var first = s_mutation.Propose(space, Atoms.WithPairs(4), [], Atoms.Error).First();

        first.Atoms.Select(a => a.Id).ShouldBe([4, 1]);
    }

    [Fact]
    public void The_same_edit_at_a_sibling_place_is_tried_at_both()
    {
        var space = Atoms.Space(Atoms.At(1, function: "f"), Atoms.At(2, function: "g"), Atoms.At(3, function: "h", after: "7"));

        var pairs = s_mutation.Propose(space, Atoms.WithPairs(), [], Atoms.Error).Where(e => e.Atoms.Count == 2).ToList();

        pairs.Count.ShouldBe(1);
        pairs[0].Atoms.Select(a => a.Id).ShouldBe([1, 2]);
    }

    [Fact]
    public void Edits_of_the_same_bytes_are_never_combined()
    {
        var space = Atoms.Space([.. Enumerable.Range(0, 12).Select(i => Atoms.At(i, start: i * 2, after: $"{i}"))]);

        var pairs = s_mutation.Propose(space, Atoms.WithPairs(0, 1, 2), [], Atoms.Error).Where(e => e.Atoms.Count == 2).ToList();

        pairs.ShouldNotBeEmpty();
        pairs.ShouldAllBe(e => PatchText.AreApart(e.Patch.Edits));
    }

    [Fact]
    public void Pairs_leave_room_for_single_edits_and_are_made_once_each()
    {
        var space = Atoms.Space([.. Enumerable.Range(0, 60).Select(i => Atoms.At(i, after: $"{i}"))]);
        var scope = Atoms.WithPairs() with { MaxCandidates = 200 };

        var proposals = s_mutation.Propose(space, scope, [], Atoms.Error).Take(200).ToList();

        proposals.Count(e => e.Atoms.Count == 2).ShouldBe(150);
        proposals.Count(e => e.Atoms.Count == 1).ShouldBe(50);
        proposals.Select(e => e.NormalForm).ShouldBeUnique();
    }

    [Fact]
    public void A_pair_has_the_same_normal_form_in_either_order()
    {
        var (one, other) = (Atoms.At(1), Atoms.At(2));

        new RankedEdit([one, other], 1).NormalForm.ShouldBe(new RankedEdit([other, one], 1).NormalForm);
    }
}
