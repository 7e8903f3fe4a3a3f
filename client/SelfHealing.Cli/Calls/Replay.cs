using System.Text;
using SelfHealing.Cli.Commands;
using SelfHealing.Incidents;
using SelfHealing.Repair.Calls;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Calls;

/// <summary>Finds the transcript that <c>--replay</c> names and puts it where a silo reads it.</summary>
internal static class Replay
{
    private const int MaxBytes = 1 << 30;

    /// <summary>The transcript's artifact.</summary>
    /// <param name="named">A file of <c>show --calls --export</c>, an incident's id or <c>latest</c>.</param>
    /// <param name="surroundings">Where journals and artifacts are.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CliException">There is no such transcript, or it holds no replies.</exception>
    public static async Task<string> OpenAsync(string named, Surroundings surroundings, string dataFolder, CancellationToken cancellationToken)
    {
        var artifacts = surroundings.OpenArtifacts(dataFolder);
        var transcript = File.Exists(named)
            ? await FileAsync(named, cancellationToken)
            : await IncidentAsync(named, surroundings, artifacts, dataFolder, cancellationToken);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(transcript));
        return await artifacts.PutAsync(content, cancellationToken);
    }

    private static async Task<string> FileAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new CliException($"{path} is longer than {MaxBytes >> 20} MiB. Name a file that 'selfheal show INCIDENT --calls --export FILE' wrote.", ExitCodes.Usage);
        }

        var number = 0;
        var replies = 0;
        var lines = new StringBuilder();
        foreach (var line in await File.ReadAllLinesAsync(path, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                replies += TranscriptFormat.Parse(line).Reply is null ? 0 : 1;
            }
            catch (FormatException)
            {
                throw new CliException($"Line {number} of {path} is not a recorded call. Name a file that 'selfheal show INCIDENT --calls --export FILE' wrote.", ExitCodes.Usage);
            }

            lines.Append(line).Append('\n');
        }

        return replies > 0 ? lines.ToString() : throw new CliException($"{path} holds no reply that could be replayed.", ExitCodes.Usage);
    }

    private static async Task<string> IncidentAsync(string named, Surroundings surroundings, IArtifacts artifacts, string dataFolder, CancellationToken cancellationToken)
    {
        if (named != IncidentArgument.Latest && !IncidentId.IsValid(named))
        {
            throw new CliException($"There is no file '{named}', and it is not an incident's id. Name a file of 'selfheal show INCIDENT --calls --export FILE', or an incident, with --replay.", ExitCodes.Usage);
        }

        var journal = await surroundings.OpenJournal(dataFolder, cancellationToken);
        var id = await IncidentArgument.FindAsync(named, journal, dataFolder, cancellationToken);
        var calls = await CallRecords.ReadAsync(journal!, artifacts, id, cancellationToken);
        return calls.Any(c => c.Reply is not null)
            ? CallRecords.Transcript(calls)
            : throw new CliException(
                calls.Count == 0 ? $"Incident {id} called no chat model, so there is nothing to replay." : $"The replies of incident {id} were not kept (SelfHealing:Calls:KeepContent), so there is nothing to replay.");
    }
}
