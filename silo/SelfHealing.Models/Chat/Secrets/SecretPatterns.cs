using System.Text.RegularExpressions;

namespace SelfHealing.Models.Chat.Secrets;

/// <summary>The forms of secrets that vendors publish so that scanners find them.</summary>
/// <remarks>Engines without backtracking, because the texts are foreign: a hostile one costs time in proportion to its length.</remarks>
internal static class SecretPatterns
{
    private const string Body = "[A-Za-z0-9_-]";
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex s_privateKey =
        new("-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-[^-])*-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----", Linear);

    private static readonly Regex s_token = new(
        string.Join('|',
            @"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b", // AWS
            @"\bgh[pousr]_[A-Za-z0-9]{30,}", @"\bgithub_pat_[A-Za-z0-9_]{22,}", // GitHub
            $@"\bgl[a-z]{{2,6}}-{Body}{{20,}}", // GitLab
            @"\bxox[a-z]-[A-Za-z0-9-]{10,}", @"\bxapp-[A-Za-z0-9-]{10,}", @"hooks\.slack\.com/services/[A-Za-z0-9/]{20,}", // Slack
            $@"\bsk-{Body}{{20,}}", // OpenAI, Anthropic
            $@"\bAIza{Body}{{30,}}", $@"\bya29\.{Body}{{20,}}", $@"\bGOCSPX-{Body}{{20,}}", // Google
            @"\b[rs]k_live_[A-Za-z0-9]{16,}", // Stripe
            @"\bnpm_[A-Za-z0-9]{36}", $@"\bpypi-{Body}{{40,}}", @"\bhf_[A-Za-z0-9]{30,}", $@"\bSG\.{Body}{{16,}}\.{Body}{{16,}}",
            $@"\beyJ{Body}{{8,}}\.eyJ{Body}{{8,}}\.{Body}{{8,}}"), // JSON Web Tokens
        Linear);

    private static readonly Regex s_labelled = new(
        """(?i)(?<label>(?:authorization"?\s*[:=]\s*"?(?:bearer|basic|token)\s+|aws_secret_access_key"?\s*[:=]\s*["']?|accountkey=))(?<secret>[A-Za-z0-9+/=._~-]{16,})""", Linear);

    private static readonly Regex s_address = new("""(?<scheme>\b[A-Za-z][A-Za-z0-9+.-]*://)(?<user>[^\s/@:'"<>{}$]*):(?<password>[^\s/@'"<>{}$]+)@""", Linear);

    public static string Clean(string text, string removed)
    {
        text = text.Contains("PRIVATE KEY", StringComparison.Ordinal) ? s_privateKey.Replace(text, m => HoldsAKey(m.Value) ? removed : m.Value) : text;
        text = s_token.Replace(text, m => m.Value.Any(char.IsAsciiDigit) ? removed : m.Value);
        text = s_labelled.Replace(text, m => m.Groups["label"].Value + removed);
        return text.Contains("://", StringComparison.Ordinal) ? s_address.Replace(text, m => $"{m.Groups["scheme"].Value}{removed}@") : text;
    }

    /// <summary>Code that looks for keys has the two lines and nothing like a key between them.</summary>
    private static bool HoldsAKey(string block)
    {
        var run = 0;
        foreach (var c in block)
        {
            run = char.IsAsciiLetterOrDigit(c) || c is '+' or '/' ? run + 1 : 0;
            if (run >= 32)
            {
                return true;
            }
        }

        return false;
    }
}
