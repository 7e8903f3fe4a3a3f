using System.Formats.Tar;
using System.Text;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains;

/// <summary>A small project for one test.</summary>
internal sealed class ProjectFiles : Dictionary<string, string>
{
    public ProjectFiles()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The patch that replaces one text, which must be there exactly once, by another.</summary>
    public Patch Replace(string path, string text, string replacement)
    {
        var content = this[path];
        var at = content.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0);
        content.IndexOf(text, at + 1, StringComparison.Ordinal).ShouldBe(-1, $"'{text}' is in {path} more than once");
        return new Patch([new TextEdit(path, Encoding.UTF8.GetByteCount(content[..at]), Encoding.UTF8.GetByteCount(text), replacement)]);
    }

    /// <summary>The files as a tar.</summary>
    public Stream Archive()
    {
        var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true))
        {
            foreach (var (path, content) in this)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        memory.Position = 0;
        return memory;
    }
}
