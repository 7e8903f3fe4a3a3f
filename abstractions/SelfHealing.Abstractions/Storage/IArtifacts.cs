namespace SelfHealing.Storage;

/// <summary>Large things, named by the SHA-256 of their content: written once, never changed.</summary>
public interface IArtifacts
{
    /// <summary>Keeps the content and returns its name. Putting the same content again is cheap and gives the same name.</summary>
    Task<string> PutAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Opens an artifact.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    Task<Stream> OpenAsync(string name, CancellationToken cancellationToken);
}
