using Microsoft.Extensions.Logging;
using SelfHealing.Storage;
using Serilog;
using Serilog.Events;

namespace SelfHealing.Silo;

/// <summary>The silo's log: a file a day below the data folder, so that the terminal stays the user's.</summary>
internal static class FileLogging
{
    private const long MaxFileBytes = 16 << 20;
    private const int KeptFiles = 7;

    public static ILoggingBuilder AddFile(this ILoggingBuilder logging, DataFolder folder) => logging.AddSerilog(
        new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .WriteTo.File(
                Path.Combine(folder.Root, "logs", "selfheal-.log"), rollingInterval: RollingInterval.Day, fileSizeLimitBytes: MaxFileBytes,
                retainedFileCountLimit: KeptFiles, shared: true)
            .CreateLogger(),
        dispose: true);
}
