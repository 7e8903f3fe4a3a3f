namespace SelfHealing.Storage;

/// <summary>Lets go of artifacts that no incident refers to any more.</summary>
public interface IArtifactRetention
{
    /// <summary>How much older than it is an artifact may seem: putting the same content again is noted once in this time.</summary>
    static readonly TimeSpan Precision = TimeSpan.FromHours(1);

    /// <summary>Removes every artifact that nobody has put since <paramref name="putBefore"/>.</summary>
    /// <param name="putBefore">When it was put last; an incident puts whatever it refers to after it was submitted.</param>
    /// <param name="cancellationToken">Ends the work; what is removed is removed.</param>
    /// <returns>How many were removed.</returns>
    Task<int> ForgetAsync(DateTimeOffset putBefore, CancellationToken cancellationToken);
}
