using System.CommandLine;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary>The argument that names an incident: its id, or <c>latest</c>.</summary>
internal sealed class IncidentArgument
{
    public const string Latest = "latest";

    public IncidentArgument(bool isOptional = false)
    {
        Argument = new Argument<string?>("incident")
        {
            Description = isOptional ? "The incident's id, or 'latest'; without it, all that were interrupted." : "The incident's id, or 'latest'.",
            Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        Argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value != Latest && !IncidentId.IsValid(t.Value)))
            {
                result.AddError($"'{token.Value}' is not an incident's id. Ids look like inc-2k7f9d3xqm; 'selfheal list' shows those there are.");
            }
        });
    }

    public Argument<string?> Argument { get; }

    /// <summary>The id that is meant, known to the journal.</summary>
    /// <exception cref="CliException">There is no such incident.</exception>
    public Task<string> InAsync(ParseResult parsed, IEventJournal? journal, string place, CancellationToken cancellationToken) =>
        FindAsync(parsed.GetValue(Argument)!, journal, place, cancellationToken);

    /// <summary>The id that a name means, known to the journal.</summary>
    /// <exception cref="CliException">There is no such incident.</exception>
    public static async Task<string> FindAsync(string named, IEventJournal? journal, string place, CancellationToken cancellationToken)
    {
        if (journal is null)
        {
            throw new CliException($"There is no incident {named}: {place} holds no incidents yet. Submit one with 'selfheal repair', or name another folder with --data.");
        }

        if (named == Latest)
        {
            return await journal.ListAsync(open: false, 1, cancellationToken) is [var newest, ..]
                ? newest
                : throw new CliException($"{place} holds no incidents yet. Submit one with 'selfheal repair', or name another folder with --data.");
        }

        await foreach (var _ in journal.ReadAsync(named, 0, cancellationToken))
        {
            return named;
        }

        throw new CliException($"There is no incident {named} in {place}. 'selfheal list' shows those there are.");
    }
}
