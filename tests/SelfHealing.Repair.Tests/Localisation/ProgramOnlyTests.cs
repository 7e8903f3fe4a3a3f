using SelfHealing.Repair.Localisation;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Localisation;

public sealed class ProgramOnlyTests
{
    private static readonly EditSpace s_space = new([Atom(1, "run.py"), Atom(2, "till.py")], [new("run.py", 1, "main", 1), new("till.py", 2, "change", 1)]);

    [Fact]
    public void What_decides_is_left_out()
    {
        var space = ProgramOnly.Of(s_space, new HashSet<string> { "run.py" });

        space.Atoms.ShouldHaveSingleItem().Id.ShouldBe(2);
        space.Suspicions.ShouldHaveSingleItem().Path.ShouldBe("till.py");
    }

    [Fact]
    public void A_program_that_tests_itself_can_still_be_edited() =>
        ProgramOnly.Of(s_space, new HashSet<string> { "run.py", "till.py" }).ShouldBe(s_space);

    [Fact]
    public void Suspicions_alone_are_cleared_of_what_decides_too()
    {
        var space = ProgramOnly.Of(s_space with { Atoms = [] }, new HashSet<string> { "run.py" });

        space.Atoms.ShouldBeEmpty();
        space.Suspicions.ShouldHaveSingleItem().Path.ShouldBe("till.py");
    }

    private static EditAtom Atom(int id, string path) => new()
    {
        Id = id,
        Edits = [new TextEdit(path, 0, 1, "x")],
        Family = "mutation",
        Operator = "number-literal",
        Line = 1,
        Function = "f",
        Before = "1",
        After = "x",
        Size = 1,
        NormalForm = "n",
    };
}
