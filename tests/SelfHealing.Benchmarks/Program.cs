using SelfHealing.Benchmarks.Journal;
using SelfHealing.Benchmarks.Panel;
using SelfHealing.Benchmarks.Pipeline;
using SelfHealing.Benchmarks.Throughput;

return args switch
{
    ["journal"] => await JournalThroughput.RunAsync(),
    ["journal", "--database"] => await JournalThroughput.RunOnDatabaseAsync(),
    ["candidates"] => await CandidateThroughput.RunAsync(),
    ["pipeline"] => await PipelineOverhead.RunAsync(),
    ["panel"] => await PanelLatency.RunAsync(file: null),
    ["panel", "--json", var file] => await PanelLatency.RunAsync(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: SelfHealing.Benchmarks journal [--database] | candidates | pipeline | panel [--json FILE]");
    return 2;
}
