namespace SelfHealing.Storage;

/// <summary>The storage cannot be used, or could not do what was asked.</summary>
/// <param name="message">A sentence: what happened, to what, and what to do. It holds no secret.</param>
/// <param name="cause">What the driver said; null where there is nothing more to know.</param>
[GenerateSerializer, Alias("StorageException")]
public sealed class StorageException(string message, Exception? cause = null) : IOException(message, cause);
