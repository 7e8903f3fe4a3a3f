using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SelfHealing.Incidents;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Repair.Admission;

/// <summary>Recognises the same trouble in two reports, so that it is repaired once.</summary>
internal static class ReportLikeness
{
    private static readonly JsonSerializerOptions s_everyNumber = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>A digest that two reports share when one repair answers both.</summary>
    /// <remarks>
    /// Everything that steers the repair counts: a report that is taken for another is never worked on, so whatever may come to
    /// <see cref="IncidentReport"/> tells two apart until it is named here.
    /// </remarks>
    public static string Of(IncidentReport report) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        report with
        {
            Priority = default,
            Reporter = null,
            FailingTests = [.. report.FailingTests.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            ErrorText = report.Likeness is null && report.ErrorText is { } error ? ErrorOf(error) : null,
        },
        s_everyNumber)))[..32];

    private static string ErrorOf(string error) =>
        ErrorTrace.Parse(error).Frames.Count > 0 ? Fingerprints.Of(error, [], []).Exact : string.Join('\n', error.Split('\n').Select(Clean));

    // Words that people or tools wrote: what they quote and the files that they name tell one trouble from another, numbers and times do not.
    private static string Clean(string line) => CleanMessage.Whole(line.Replace('\'', ' ').Replace('"', ' ').Replace('`', ' ').Replace('/', ' ').Replace('\\', ' '));
}
