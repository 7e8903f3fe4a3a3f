namespace SelfHealing.Silo;

/// <summary>The settings cannot be used as they stand.</summary>
/// <param name="message">Which file or setting, what is wrong with it, and what to do. Holds no value of a setting.</param>
public sealed class SettingsException(string message) : Exception(message);
