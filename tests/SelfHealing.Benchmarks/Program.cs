using System.CommandLine;
using SelfHealing.Benchmarks;
using SelfHealing.Benchmarks.Journal;
using SelfHealing.Benchmarks.Panel;
using SelfHealing.Benchmarks.Pipeline;
using SelfHealing.Benchmarks.Throughput;

var database = new Option<bool>("--database") { Description = "On PostgreSQL instead of SQLite." };
var journal = new Command("journal", "Durable appends a second.") { database };
journal.SetAction(parsed => parsed.GetValue(database) ? JournalThroughput.RunOnDatabaseAsync() : JournalThroughput.RunAsync());
var json = new Option<string?>("--json") { Description = "File that gets the figures." };
var panel = new Command("panel", "What slow models cost an incident.") { json };
panel.SetAction(parsed => PanelLatency.RunAsync(parsed.GetValue(json)));
return await new RootCommand("Measures the system. Run it built with -c Release on a quiet machine.")
{
    journal,
    Plain("candidates", "Candidates a second through a real container.", CandidateThroughput.RunAsync),
    Plain("pipeline", "What a repair costs beyond its tests.", PipelineOverhead.RunAsync),
    panel,
    ClusterCommands.Coordination(),
    ClusterCommands.Scale(),
    ClusterCommands.Queue(),
    ClusterCommands.Soak(),
}.Parse(args).InvokeAsync();

static Command Plain(string name, string description, Func<Task<int>> run)
{
    var command = new Command(name, description);
    command.SetAction(_ => run());
    return command;
}
