namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Brings the blocks of one file onto it, one after the other.</summary>
internal sealed class FileFit(string path, SourceText text)
{
    private readonly List<LineHunk> _hunks = [];
    private SourceText _text = text;

    public List<string> Fitted { get; } = [];

    public List<BlockFailure> Failures { get; } = [];

    public byte[] Bytes() => _text.With(_hunks);

    public void Add(EditBlock block)
    {
        var place = BlockFinder.Find(_text.Lines, block);
        var hunks = Hunks(place, block);
        if (_hunks.Count > 0 && (place is BlockPlace.Nowhere || hunks.Exists(h => _hunks.Exists(h.Overlaps))))
        {
            // The model went on from its own edits.
            _text = SourceText.Of(Bytes())!;
            _hunks.Clear();
            place = BlockFinder.Find(_text.Lines, block);
            hunks = Hunks(place, block);
        }

        _hunks.AddRange(hunks);
        Note(place, block);
    }

    private List<LineHunk> Hunks(BlockPlace place, EditBlock block) => place switch
    {
        BlockPlace.At at => [.. Transplant.Hunks(_text.Lines, at, block)],
        BlockPlace.Within { Line: var line, Column: var column } when _text.Lines[line].Text is var old =>
            [new LineHunk(line, 1, [old[..column] + block.Replace + old[(column + block.Search.Length)..]])],
        _ => [],
    };

    private void Note(BlockPlace place, EditBlock block)
    {
        switch (place)
        {
            case BlockPlace.At { How: { } how, Start: var start }:
                Fitted.Add($"A block was found {how} at line {start + 1} of {path}.");
                break;
            case BlockPlace.Within { Line: var part }:
                Fitted.Add($"A block was found as a part of line {part + 1} of {path}.");
                break;
            case BlockPlace.Ambiguous { Starts: var starts }:
                var lines = string.Join(", ", starts.Take(5).Select(s => s + 1));
                Failures.Add(new BlockFailure(
                    block, path, starts[0] + 1,
                    $"The SEARCH lines stand {starts.Count} times in {path} (at lines {lines}{(starts.Count > 5 ? ", …" : "")}); add lines around them until they stand once."));
                break;
            case BlockPlace.Nowhere { Nearest: var nearest }:
                Failures.Add(new BlockFailure(
                    block, path, nearest + 1,
                    block.Search.Trim().Length == 0
                        ? $"The block for {path} searches nothing; give the lines that stand where the new ones belong."
                        : $"The SEARCH lines do not stand in {path}{(nearest is { } near ? $"; line {near + 1} is where they would fit best" : "")}."));
                break;
        }
    }
}
