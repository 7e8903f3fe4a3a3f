using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Silo.Clusters;

namespace SelfHealing.Silo.Tests;

/// <summary>A silo of a cluster in this process, with a data folder and ports of its own.</summary>
internal sealed class LocalSilo : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private LocalSilo(WebApplication app, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static Task<LocalSilo> StartAsync(string database, params IReadOnlyList<(string Key, string Value)> settings) => StartAsync(database, null, settings);

    public static async Task<LocalSilo> StartAsync(string database, Action<IServiceCollection>? replace, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-silo-");
        var app = Build(database, folder.FullName, replace, settings);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new LocalSilo(app, folder);
        }
        catch
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    public static WebApplication Build(string database, string folder, Action<IServiceCollection>? replace, IReadOnlyList<(string Key, string Value)> settings) =>
        ClusterSilo.Build(
            [
                $"--ConnectionStrings:selfheal={database}", $"--SelfHealing:DataFolder={folder}", "--Logging:Console:LogLevel:Default=None",
                .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
            ],
            replace);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
