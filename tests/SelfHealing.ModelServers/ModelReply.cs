namespace SelfHealing.ModelServers;

/// <summary>What a server answers: a text, or one of the faults that vendors have. Written in the shape of the asking dialect.</summary>
public sealed record ModelReply
{
    internal enum Kind
    {
        Text,
        Refusal,
        ToolCall,
        Status,
        Reset,
        Silence,
        Huge,
    }

    private ModelReply(Kind what) => What = what;

    internal Kind What { get; }

    internal string Content { get; private init; } = "";

    internal int StatusCode { get; private init; } = 200;

    internal string? RetryAfterHeader { get; private init; }

    internal bool IsTruncated { get; private init; }

    internal int HugeBytes { get; private init; }

    /// <summary>Tokens read, those from the cache included.</summary>
    public int InputTokens { get; init; } = 100;

    /// <summary>Tokens among <see cref="InputTokens"/> that came from the cache. Ollama does not tell them.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public int OutputTokens { get; init; } = 20;

    /// <summary>Time before the first byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>A whole answer.</summary>
    public static ModelReply Says(string text) => new(Kind.Text) { Content = text };

    /// <summary>An answer without any text.</summary>
    public static ModelReply Empty { get; } = Says("");

    /// <summary>An answer cut off because it reached the most tokens.</summary>
    public static ModelReply Truncated(string text) => new(Kind.Text) { Content = text, IsTruncated = true };

    /// <summary>The vendor's own form of a refusal; Ollama has none and says so in prose.</summary>
    public static ModelReply Refuses { get; } = new(Kind.Refusal) { Content = "I'm sorry, but I can't help with that." };

    /// <summary>A call of a tool that nobody offered.</summary>
    public static ModelReply Calls(string tool) => new(Kind.ToolCall) { Content = tool };

    /// <summary>An error in the vendor's form. Its message repeats the request's key and its last message, as careless gateways do.</summary>
    /// <param name="status">The HTTP status, for instance 401, 403, 429, 500, 503.</param>
    /// <param name="retryAfter">The header <c>Retry-After</c>, in seconds or as a date; null leaves it out.</param>
    public static ModelReply Status(int status, string? retryAfter = null) => new(Kind.Status) { StatusCode = status, RetryAfterHeader = retryAfter };

    /// <summary>Half of an answer, and then the connection is reset.</summary>
    public static ModelReply Resets { get; } = new(Kind.Reset) { Content = new string('a', 2000) };

    /// <summary>No answer until the client gives up.</summary>
    public static ModelReply KeepsSilent { get; } = new(Kind.Silence);

    /// <summary>An answer whose text is that long.</summary>
    public static ModelReply Huge(int bytes = 10 << 20) => new(Kind.Huge) { HugeBytes = bytes };
}
