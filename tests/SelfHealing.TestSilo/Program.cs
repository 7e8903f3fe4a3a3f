using SelfHealing.Silo.Clusters;
using SelfHealing.TestSilo.Kills;
using SelfHealing.TestSilo.StandIns;

// One silo of the real composition, with stand-ins for what a benchmark or a kill test must control.
await using var silo = ClusterSilo.Build(args, services => services.ReplaceWithStandIns(StandInSettings.FromEnvironment()).AddKillPoints());
await silo.RunAsync();
