using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Engines;

public sealed class FamilyEngineTests
{
    private static readonly IEngine s_mutation = BuiltInEngines.All.Single(e => e.Name == "mutation");

    [Fact]
    public void Each_family_has_one_engine_and_memory_has_its_own() =>
        BuiltInEngines.All.Select(e => e.Name).ShouldBe(["mutation", "templates", "conditions", "ingredients", "lessons"]);

    [Fact]
    public void An_engine_proposes_edits_of_its_own_family_only()
    {
        var space = Atoms.Space(Atoms.At(1), Atoms.At(2, family: "template"), Atoms.At(3, family: "condition"));

        Propose(space).Select(e => e.Atoms[0].Id).ShouldBe([1]);
    }

    [Fact]
    public void A_more_suspicious_line_goes_first()
    {
        var space = new EditSpace(
            [Atoms.At(1, line: 5), Atoms.At(2, line: 9)],
            [new Suspicion("a.py", 5, "f", 0.3), new Suspicion("a.py", 9, "f", 0.9)]);

        Propose(space).Select(e => e.Atoms[0].Id).ShouldBe([2, 1]);
    }

    [Fact]
    public void A_later_line_of_a_long_statement_is_as_suspicious_as_the_statement()
    {
        var space = new EditSpace(
            [Atoms.At(1, line: 40), Atoms.At(2, line: 13)],
            [new Suspicion("a.py", 10, "f", 0.9), new Suspicion("a.py", 30, "f", 0.1)]);

        Propose(space).First().Atoms[0].Id.ShouldBe(2);
    }

    [Fact]
    public void Of_two_alike_the_smaller_and_the_likelier_goes_first()
    {
        var space = Atoms.Space(Atoms.At(1, size: 9), Atoms.At(2, likelihood: 0.9), Atoms.At(3));

        Propose(space).Select(e => e.Atoms[0].Id).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public void A_commoner_operator_goes_before_a_rarer_one()
    {
        var space = Atoms.Space(Atoms.At(1, name: "regroup"), Atoms.At(2, name: "relational-operator"), Atoms.At(3, name: "never-heard-of"));

        Propose(space).Select(e => e.Atoms[0].Id).ShouldBe([2, 1, 3]);
    }

    [Fact]
    public void The_same_program_is_proposed_once()
    {
        var space = Atoms.Space(Atoms.At(1), Atoms.At(2) with { NormalForm = "form-1" });

        Propose(space).Count().ShouldBe(1);
    }

    [Fact]
    public void Whatever_the_space_scores_never_rise_and_are_numbers() =>
        Prop.ForAll(
            Gen.Choose(0, 100).Select(n => n / 50.0 - 0.5).Four().ListOf().ToArbitrary(),
            rows =>
            {
                var atoms = rows.Select((row, i) => Atoms.At(i, likelihood: row.Item1, size: row.Item2, line: (int)(row.Item3 * 10))).ToArray();
                var space = new EditSpace(atoms, [.. rows.Select((row, i) => new Suspicion("a.py", i, "f", Math.Abs(row.Item4)))]);
                var scores = Propose(space).Select(e => e.Score).ToList();
                return scores.Count == atoms.Length && scores.All(double.IsFinite) && scores.Zip(scores.Skip(1)).All(p => p.First >= p.Second);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_prior_is_a_share() =>
        OperatorPriors.Names.Select(OperatorPriors.Of).ShouldAllBe(p => p > 0 && p <= 1);

    private static IEnumerable<RankedEdit> Propose(EditSpace space) => s_mutation.Propose(space, Atoms.Singles, [], Atoms.Error);
}
