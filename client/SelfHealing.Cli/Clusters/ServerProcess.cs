using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Terminals;

namespace SelfHealing.Cli.Clusters;

/// <summary>The commands that are one process of a cluster, in the foreground, for containers and for <c>selfheal up</c>.</summary>
internal sealed class ServerProcess
{
    private const string Json = "json";
    private readonly Option<string> _name;
    private readonly Option<string> _format;
    private readonly Option<bool> _untilInputEnds;
    private readonly Surroundings _surroundings;
    private readonly DataOption _data;

    private ServerProcess(Surroundings surroundings, DataOption data, string name)
    {
        (_surroundings, _data) = (surroundings, data);
        _name = new Option<string>("--name") { Description = "Its name, for people and for the list of silos. Default: the machine's.", HelpName = "NAME", DefaultValueFactory = _ => $"{name}-{Environment.MachineName}" };
        _format = new Option<string>("--log-format") { Description = "How its log is written on standard output: plain or json.", HelpName = "FORMAT", DefaultValueFactory = _ => "plain" };
        _format.AcceptOnlyFromAmong("plain", Json);
        _untilInputEnds = new Option<bool>(LifeLine.Option) { Description = "Stop when standard input ends.", Hidden = true };
    }

    /// <summary>Makes the command of a process.</summary>
    /// <param name="surroundings">What it meets outside.</param>
    /// <param name="data">The option <c>--data</c>.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="build">Builds the process from settings by key; told its name too, and what is to be done to its services last.</param>
    public static Command Create(
        Surroundings surroundings, DataOption data, string name, string description, Func<string[], string, Action<IServiceCollection>, WebApplication> build)
    {
        var process = new ServerProcess(surroundings, data, name);
        var command = new Command(name, description) { process._name, process._format, process._untilInputEnds };

        // One of the cluster's own parts: containers start it, people start `up`.
        command.Hidden = true;

        // Every setting may stand behind the command as --Key=value.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => process.RunAsync(parsed, build, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> Settings(ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith("--", StringComparison.Ordinal) || !t.Contains('=', StringComparison.Ordinal)) is { } stray
            ? throw new CliException($"'{SafeText.Line(stray, 40)}' is no setting. Settings stand behind the command as --Key=value, for instance --Orleans:ClusterId=mine.", ExitCodes.Usage)
            : parsed.UnmatchedTokens;

    private async Task<int> RunAsync(ParseResult parsed, Func<string[], string, Action<IServiceCollection>, WebApplication> build, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name) is { } given && !string.IsNullOrWhiteSpace(given) ? given : throw new CliException("--name must not be empty.", ExitCodes.Usage);
        var isJson = parsed.GetValue(_format) == Json;

        // How long a stop may take is the host's own setting.
        _surroundings.Interruption.Patience = Timeout.InfiniteTimeSpan;
        _surroundings.Interruption.Sentence = "Killed.";
        await using var app = build(
            [$"--SelfHealing:DataFolder={_data.In(parsed)}", .. Settings(parsed)],
            name,
            services =>
            {
                if (isJson)
                {
                    services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Json);
                }
            });
        using var stop = parsed.GetValue(_untilInputEnds) ? LifeLine.Watch(cancellationToken) : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await app.StartAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop while it still waited for its database or its silos.
            return ExitCodes.Fixed;
        }

        if (!isJson)
        {
            _surroundings.Terminal.WriteData($"{SafeText.Line(name)} listens on {string.Join(", ", app.Urls)}");
        }

        using var asked = stop.Token.Register(app.Lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCodes.Fixed;
    }
}
