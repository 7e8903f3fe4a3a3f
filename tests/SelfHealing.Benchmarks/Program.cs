using SelfHealing.Benchmarks.Journal;
using SelfHealing.Benchmarks.Pipeline;
using SelfHealing.Benchmarks.Throughput;

return args switch
{
    ["journal"] => await JournalThroughput.RunAsync(),
    ["candidates"] => await CandidateThroughput.RunAsync(),
    ["pipeline"] => await PipelineOverhead.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: SelfHealing.Benchmarks journal | candidates | pipeline");
    return 2;
}
