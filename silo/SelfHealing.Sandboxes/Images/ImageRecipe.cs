using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Sandboxes.Images;

/// <summary>What a sandbox image is made of. The image's tag is the digest of this, so a changed recipe is another image.</summary>
/// <param name="Name">The recipe's name, for instance <c>python</c>.</param>
/// <param name="Suite">Debian's name of the release.</param>
/// <param name="Packages">Debian packages beyond the smallest system.</param>
/// <param name="Environment">Variables that processes in the image see.</param>
internal sealed record ImageRecipe(string Name, string Suite, IReadOnlyList<string> Packages, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Debian 12 with Python 3.11, pytest and pip. Pip may install into the system, which in a container is the only thing it serves.</summary>
    public static readonly ImageRecipe Python = new(
        "python",
        "bookworm",
        ["python3", "python3-pytest", "python3-pip", "ca-certificates"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["LANG"] = "C.UTF-8",
            ["PIP_BREAK_SYSTEM_PACKAGES"] = "1",
            ["PIP_ROOT_USER_ACTION"] = "ignore",
        });

    /// <summary>Settings of apt in the image: a set-up fetches no translations and leaves no package files behind.</summary>
    public const string AptConfiguration = "Acquire::Languages \"none\";\nAPT::Keep-Downloaded-Packages \"false\";\n";

    /// <summary>All recipes.</summary>
    public static IReadOnlyList<ImageRecipe> All { get; } = [Python];

    /// <summary>The public image that has the same system, for machines that reach a registry.</summary>
    public string PublicBase { get; init; } = $"debian:{Suite}-slim";

    /// <summary>Everything that decides the image's content, as text.</summary>
    public string Content => string.Join('\n',
    [
        AptConfiguration,
        $"debian {Suite} minbase",
        .. Packages.Select(p => $"package {p}"),
        .. Environment.Select(e => $"env {e.Key}={e.Value}"),
    ]);

    /// <summary>The image's repository.</summary>
    public string Repository => $"selfheal/{Name}";

    /// <summary>The image's tag: twelve digits of the digest of <see cref="Content"/>.</summary>
    public string Tag => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))[..12];

    /// <summary>The image's reference.</summary>
    public string Reference => $"{Repository}:{Tag}";
}
