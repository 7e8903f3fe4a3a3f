using System.Security.Cryptography;
using System.Text;
using SelfHealing.Memory;

namespace SelfHealing.Repair.Memory;

/// <summary>Recognises an error that was seen before.</summary>
public static class Fingerprints
{
    private static readonly string[] s_foreign =
        ["/site-packages/", "/dist-packages/", "/lib/python", "/usr/lib/", "/usr/local/lib/", "/_pytest/", "/pluggy/", "/importlib/", "/unittest/"];

    /// <summary>The fingerprint of an error text of any form and length.</summary>
    /// <param name="error">Error or traceback as printed.</param>
    /// <param name="failingTests">Ids of the failing tests; they count when the text has no frame of the repository.</param>
    /// <param name="paths">Files of the repository, where they are known; empty to judge frames by their paths alone.</param>
    public static Fingerprint Of(string error, IReadOnlyList<string> failingTests, IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(failingTests);
        ArgumentNullException.ThrowIfNull(paths);
        var trace = ErrorTrace.Parse(error);
        var type = trace.ExceptionType.Length > 80 ? trace.ExceptionType[..80] : trace.ExceptionType;
        var message = CleanMessage.Of(trace.Message);
        var frames = trace.Frames.Select(frame => Inside(frame, paths)).OfType<string>().ToList();
        var place = frames.Count > 0 ? frames : [.. failingTests.Distinct().Order(StringComparer.Ordinal).Take(50)];
        var summary = (type, message) switch
        {
            ("", "") => "an error without a message",
            ("", _) => message,
            (_, "") => type,
            _ => $"{type}: {message}",
        };
        return new Fingerprint(Digest([type, message, .. place]), Digest([type, message]), summary);
    }

    // Function and file without the line, which moves with every commit.
    private static string? Inside(TraceFrame frame, IReadOnlyList<string> paths)
    {
        var file = frame.File.TrimStart('.', '/');
        if (paths.Count > 0)
        {
            var known = paths.Where(p => file == p || file.EndsWith("/" + p, StringComparison.Ordinal)).MaxBy(p => p.Length);
            return known is null ? null : $"{known}:{frame.Function}";
        }

        if (frame.File.StartsWith('<') || s_foreign.Any(f => ("/" + file).Contains(f, StringComparison.Ordinal)))
        {
            return null;
        }

        // Where the checkout lies differs from run to run: an absolute path counts by its last two names.
        var isAbsolute = frame.File.StartsWith('/') || frame.File is [_, ':', ..];
        return $"{(isAbsolute ? string.Join('/', file.Split('/').TakeLast(2)) : file)}:{frame.Function}";
    }

    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}
