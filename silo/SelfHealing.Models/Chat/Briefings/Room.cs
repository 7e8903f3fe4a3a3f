namespace SelfHealing.Models.Chat.Briefings;

/// <summary>How much of the source a model's prompts may hold.</summary>
/// <param name="Code">Most characters of the program's source.</param>
/// <param name="Tests">Most characters of the failing tests' source.</param>
internal sealed record Room(int Code, int Tests)
{
    private const int Tokens = 200_000;
    private const int OllamaTokens = 32_768;

    /// <summary>The room of a model: what its context has left beside a reply, at three characters a token, and never more than helps.</summary>
    public static Room Of(ModelOptions model)
    {
        var context = model.ContextTokens ?? (model.Provider == "ollama" ? OllamaTokens : Tokens);
        var characters = Math.Max(0, context - model.MaxOutputTokens) * 3L;
        return new Room((int)Math.Clamp(characters * 6 / 10, 6_000, 60_000), (int)Math.Clamp(characters * 2 / 10, 2_000, 16_000));
    }
}
