using SelfHealing.Silo.Clusters;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["silo", .. var settings])
{
    await using var silo = ClusterSilo.Build(settings);
    await silo.RunAsync();
    return 0;
}

return await ConsoleRunner.Run(args);
