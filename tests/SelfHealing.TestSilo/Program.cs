using SelfHealing.Silo.Clusters;
using SelfHealing.TestSilo.Kills;
using SelfHealing.TestSilo.StandIns;

// One silo of the real composition, with stand-ins for what a benchmark or a kill test must control.
var settings = StandInSettings.FromEnvironment();
await using var silo = ClusterSilo.Build(args, services => services.ReplaceWithStandIns(settings).AddKillPoints(settings));
await silo.RunAsync();
