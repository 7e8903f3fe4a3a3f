using System.Text;
using SelfHealing.Repair.Proofs;

namespace SelfHealing.Cli.Commands;

/// <summary>Reads the text of an incident from a file or from standard input. Any text is taken: its words are data.</summary>
internal static class IssueText
{
    /// <summary>Longest text that an incident keeps, in characters; of a longer one both ends are kept.</summary>
    public const int Limit = 256_000;

    /// <summary>More bytes than this are no text that a person or a program wrote about one incident.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The text.</summary>
    /// <param name="source">A path, or <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CliException">There is no such file, it is empty, or far too long.</exception>
    public static async Task<string> ReadAsync(string source, CancellationToken cancellationToken)
    {
        await using var stream = Open(source);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxBytes)
            {
                throw new CliException($"The text of --issue is longer than {MaxBytes >> 20} MiB. Give the part that tells of this incident.", ExitCodes.Usage);
            }
        }

        var text = Encoding.UTF8.GetString(content.ToArray()).TrimStart('\uFEFF');
        return string.IsNullOrWhiteSpace(text)
            ? throw new CliException("The text of --issue is empty. Give the issue or the stack trace, or leave --issue out.", ExitCodes.Usage)
            : ErrorExcerpt.Of(text, Limit);
    }

    private static Stream Open(string source) =>
        source == "-" ? Console.OpenStandardInput()
        : File.Exists(source) ? File.OpenRead(source)
        : throw new CliException($"There is no file '{source}'. Name the incident's text with --issue, or - to read it from standard input.", ExitCodes.Usage);
}
