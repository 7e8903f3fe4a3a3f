using System.Collections;

namespace SelfHealing.Models.Chat.Secrets;

/// <summary>Environment variables whose names say that their values are secret.</summary>
internal static class SecretVariables
{
    private static readonly string[] s_words =
        ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "CREDENTIALS", "PAT", "CONNECTIONSTRING", "DSN"];

    /// <summary>The secret values of an environment.</summary>
    public static IEnumerable<string> In(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            if (variable is { Key: string name, Value: string value } && IsSecretName(name) && IsSecretValue(value.Trim()))
            {
                yield return value.Trim();
            }
        }
    }

    /// <summary>One of the name's words is, or ends in, a word for a secret: <c>OPENAI_API_KEY</c>, <c>NPM_AUTHTOKEN</c>; not <c>KEYBOARD</c>.</summary>
    internal static bool IsSecretName(string name) => name.ToUpperInvariant().Split('_', '-', '.', ':')
        .Any(word => s_words.Any(secret => secret.Length <= 3 ? word == secret || (secret == "KEY" && word.EndsWith(secret, StringComparison.Ordinal)) : word.EndsWith(secret, StringComparison.Ordinal)));

    /// <summary>Not a path of this machine, not a single plain word: those stand in every source file.</summary>
    private static bool IsSecretValue(string value) =>
        value.Any(c => !char.IsAsciiLetterLower(c)) && !(Path.IsPathRooted(value) && Path.Exists(value));
}
