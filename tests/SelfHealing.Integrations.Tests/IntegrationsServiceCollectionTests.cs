using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SelfHealing.Integrations.Tests.Git;
using SelfHealing.Repositories;
using SelfHealing.Storage;

namespace SelfHealing.Integrations.Tests;

public sealed class IntegrationsServiceCollectionTests
{
    [Fact]
    public void Repositories_come_from_the_container_once_their_folders_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-integrations-");
        using var named = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<IArtifacts, MemoryArtifacts>().AddIntegrations(git => (git.Repositories, git.PullRequests) = (folder.FullName, folder.FullName)).BuildServiceProvider();
        named.GetRequiredService<IRepositories>().ShouldNotBeNull();
        folder.Delete(recursive: true);

        using var unnamed = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<IArtifacts, MemoryArtifacts>().AddIntegrations(_ => { }).BuildServiceProvider();
        Should.Throw<OptionsValidationException>(() => unnamed.GetRequiredService<IRepositories>());
    }
}
