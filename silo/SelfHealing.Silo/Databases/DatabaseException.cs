namespace SelfHealing.Silo.Databases;

/// <summary>There is no database, or it cannot be used.</summary>
/// <param name="message">What happened, to what, and what to do; never a password.</param>
/// <param name="inner">The cause.</param>
public sealed class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);
