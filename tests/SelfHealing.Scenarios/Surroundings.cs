using System.Runtime.Versioning;

// Every scenario wants the machine for itself: some are timed, and all of them use the one Docker engine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// Scenarios send signals and set file modes.
[assembly: SupportedOSPlatform("linux")]
