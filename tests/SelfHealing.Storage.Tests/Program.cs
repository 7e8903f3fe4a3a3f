using SelfHealing.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is ["append", var folder] ? await Appender.RunAsync(folder) : await ConsoleRunner.Run(args);
