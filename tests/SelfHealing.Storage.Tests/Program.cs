using SelfHealing.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    ["append", var folder] => await Victim.AppendAsync(folder),
    ["lock", var folder] => await Victim.LockAsync(folder),
    _ => await ConsoleRunner.Run(args),
};
