using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Roles;
using SelfHealing.Models.Chat.Strategies;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat;

/// <summary>Registers what configured chat models do: one voter for each strategy, one model for each role.</summary>
internal static class ChatAgentsServiceCollectionExtensions
{
    private static readonly IStrategy[] s_strategies = [new MultiAgent(), new Agentless(), new Agentic()];

    /// <summary>Adds the voters and roles of the models.</summary>
    /// <param name="services">Where they are registered.</param>
    /// <param name="models">The configured models by name.</param>
    public static IServiceCollection AddChatAgents(this IServiceCollection services, IReadOnlyDictionary<string, ModelOptions> models)
    {
        services.TryAddSingleton<Nonces>();
        foreach (var (name, options) in models.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            foreach (var strategy in s_strategies.Where(s => Does(options.Roles, "coder") && Does(options.Strategies, s.Name)))
            {
                services.AddSingleton<ICoderModel>(provider => new ChatVoter(
                    ModelOf(provider, name), strategy, provider.GetServices<IToolchain>(), provider.GetRequiredService<IArtifacts>(),
                    provider.GetRequiredService<Nonces>(), provider.GetRequiredService<TimeProvider>()));
            }

            services.AddRole<IPlannerModel>(name, options, "planner", (desk, _) => new ChatPlanner(desk));
            services.AddRole<IReviewerModel>(name, options, "reviewer", (desk, _) => new ChatReviewer(desk));
            services.AddRole<ITestWriterModel>(name, options, "tester", (desk, provider) => new ChatTestWriter(desk, provider.GetServices<IToolchain>()));
            services.AddRole<ISelectorModel>(name, options, "selector", (desk, _) => new ChatSelector(desk));
        }

        return services;
    }

    private static void AddRole<T>(this IServiceCollection services, string name, ModelOptions options, string role, Func<RoleDesk, IServiceProvider, T> make)
        where T : class
    {
        if (Does(options.Roles, role))
        {
            services.AddSingleton(provider => make(
                new RoleDesk(ModelOf(provider, name), provider.GetRequiredService<IArtifacts>(), provider.GetRequiredService<Nonces>()), provider));
        }
    }

    private static bool Does(IList<string> named, string what) => named.Count == 0 || named.Contains(what);

    private static IChatModel ModelOf(IServiceProvider provider, string name) => provider.GetRequiredService<IChatModels>().All.Single(m => m.Name == name);
}
