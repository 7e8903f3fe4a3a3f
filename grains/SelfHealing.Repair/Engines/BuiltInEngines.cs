namespace SelfHealing.Repair.Engines;

/// <summary>The searches that need no language model: each walks the edits of one published family.</summary>
public static class BuiltInEngines
{
    /// <summary>All engines, in the order in which they are listed to users.</summary>
    public static IReadOnlyList<IEngine> All { get; } =
    [
        new FamilyEngine("mutation", "mutation", "Changes one operator, literal, bound or operand (after PraPR and mutation testing)."),
        new FamilyEngine("templates", "template", "Fills in fix templates: names, calls, arguments, slices, statements (after TBar, PAR, ManySStuBs4J and TSSB)."),
        new FamilyEngine("conditions", "condition", "Repairs conditions and adds guards with synthesised predicates (after Nopol and ACS)."),
        new FamilyEngine("ingredients", "ingredient", "Reuses expressions and statements of the same function, file and project (after GenProg and ssFix)."),
        new LessonEngine(),
    ];
}
