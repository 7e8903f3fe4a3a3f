namespace SelfHealing.Storage;

/// <summary>Lets go of artifacts that must not be kept.</summary>
public interface IArtifactRemoval
{
    /// <summary>Removes an artifact. Removing what is not there changes nothing.</summary>
    Task RemoveAsync(string name, CancellationToken cancellationToken);
}
