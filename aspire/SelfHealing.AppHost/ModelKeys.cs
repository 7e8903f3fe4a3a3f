namespace SelfHealing.AppHost;

/// <summary>The keys of chat models, as secrets that the dashboard masks. Only those that are set are handed on.</summary>
internal static class ModelKeys
{
    /// <summary>The variables that vendors' keys are looked for in, and the parameters that fill them.</summary>
    public static readonly (string Parameter, string Variable)[] All =
    [
        ("openai-key", "OPENAI_API_KEY"),
        ("azure-openai-key", "AZURE_OPENAI_API_KEY"),
        ("anthropic-key", "ANTHROPIC_API_KEY"),
    ];

    /// <summary>Hands every configured key on: <c>dotnet user-secrets set Parameters:anthropic-key …</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithModelKeys(this IResourceBuilder<ProjectResource> silos)
    {
        var builder = silos.ApplicationBuilder;
        foreach (var (parameter, variable) in All.Where(key => builder.Configuration[$"Parameters:{key.Parameter}"] is { Length: > 0 }))
        {
            silos.WithEnvironment(variable, builder.AddParameter(parameter, secret: true));
        }

        return silos;
    }
}
