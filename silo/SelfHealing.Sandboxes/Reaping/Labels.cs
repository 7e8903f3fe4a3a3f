namespace SelfHealing.Sandboxes.Reaping;

/// <summary>Labels by which our containers and images are found again.</summary>
internal static class Labels
{
    /// <summary>The incident a container works for.</summary>
    public const string Incident = "selfheal.incident";

    /// <summary>The process that made a container, as <see cref="Owner"/> writes it.</summary>
    public const string Owner = "selfheal.owner";

    /// <summary>The cluster whose incident a container works for; none for an embedded silo's.</summary>
    public const string Cluster = "selfheal.cluster";

    /// <summary>The silo that made a container, as its cluster knows it.</summary>
    public const string Silo = "selfheal.silo";

    /// <summary>When a container was made, in ISO 8601.</summary>
    public const string Created = "selfheal.created";

    /// <summary>When nobody can need a container any more, in Unix seconds.</summary>
    public const string Expires = "selfheal.expires";

    /// <summary>The recipe of an image.</summary>
    public const string Recipe = "selfheal.recipe";

    /// <summary>A name for a new container; it is known before the container is, so that nothing made is ever lost.</summary>
    public static string NewName() => $"selfheal-{Guid.NewGuid():N}";

    /// <summary>The labels of a new container.</summary>
    public static Dictionary<string, string> For(string incident, TimeSpan timeout, DateTimeOffset now, SandboxOptions options) => new(StringComparer.Ordinal)
    {
        [Incident] = incident,
        [Owner] = Reaping.Owner.Current.ToString(),
        [Cluster] = options.Cluster,
        [Silo] = options.Silo,
        [Created] = now.ToString("O"),
        [Expires] = (now + timeout + TimeSpan.FromMinutes(10)).ToUnixTimeSeconds().ToString(),
    };
}
