namespace SelfHealing.ModelServers;

/// <summary>The wire formats that a <see cref="ModelServer"/> speaks; the path of a request tells which.</summary>
public enum Dialect
{
    /// <summary>OpenAI's chat completions: <c>/v1/chat/completions</c>.</summary>
    OpenAIChat,

    /// <summary>OpenAI's responses: <c>/v1/responses</c>.</summary>
    OpenAIResponses,

    /// <summary>Azure OpenAI's version 1: <c>/openai/v1/chat/completions</c>, key in <c>api-key</c>.</summary>
    AzureOpenAI,

    /// <summary>Anthropic's messages: <c>/v1/messages</c>. Refuses a temperature, as the vendor does since 2026.</summary>
    Anthropic,

    /// <summary>Ollama's chat: <c>/api/chat</c>.</summary>
    Ollama,
}
