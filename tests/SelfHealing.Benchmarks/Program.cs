using SelfHealing.Benchmarks.Journal;

return args switch
{
    ["journal"] => await JournalThroughput.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: SelfHealing.Benchmarks journal");
    return 2;
}
