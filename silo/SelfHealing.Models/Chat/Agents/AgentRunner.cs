using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>One agent's conversation with one model within one step.</summary>
/// <remarks>
/// Each question is a call under its own prompt's name: a reply is read, and where it has not the asked form, the model is told what is wrong and
/// asked once more. What comes of it is the value or a <see cref="ModelException"/>. Agents have no tools.
/// </remarks>
/// <param name="model">Who is asked.</param>
/// <param name="assignment">On whose behalf.</param>
/// <param name="numbers">The numbers of its calls: two for each question.</param>
/// <param name="temperature">Sampling temperature; null for the model's own.</param>
internal sealed class AgentRunner(IChatModel model, Assignment assignment, CallNumbers numbers, double? temperature = null)
{
    private readonly List<ChatMessage> _messages = [];
    private string _instructions = "";

    /// <summary>Asks and reads the answer.</summary>
    /// <param name="prompt">The question; the first one of a conversation says what the model is.</param>
    /// <param name="read">Reads a whole reply.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ModelException">No usable answer came.</exception>
    public async Task<T> AskAsync<T>(Prompt prompt, Func<string, Reading<T>> read, CancellationToken cancellationToken)
    {
        _instructions = _messages.Count == 0 ? prompt.System : _instructions;
        using var client = model.Open(new CallContext(assignment.Incident, assignment.Tenant, assignment.Step, prompt.Role, prompt.Label)
        {
            Nonce = prompt.Nonce,
            FirstCall = numbers.Take(2),
        });
        var agent = Agent(client, prompt.Role);
        var first = await AskAsync(agent, prompt.User, read, cancellationToken);
        if (first.Problem is null)
        {
            return first.Value;
        }

        var again = PromptLibrary.Of("ask-again").Render(new PromptValues(prompt.Nonce).Say("problem", first.Problem));
        var second = await AskAsync(agent, again.User, read, cancellationToken);
        return second.Problem is null
            ? second.Value
            : throw new ModelException(
                ModelFault.Malformed, $"The model '{model.Name}' did not answer in the asked form, not even when it was asked again: {second.Problem}");
    }

    private ChatClientAgent Agent(IChatClient client, string role) => new(client, new ChatClientAgentOptions
    {
        Id = $"{model.Name}/{role}",
        Name = role,
        ChatOptions = new ChatOptions { Instructions = _instructions, Temperature = (float?)temperature },
        UseProvidedChatClientAsIs = true,
    });

    private async Task<Reading<T>> AskAsync<T>(ChatClientAgent agent, string text, Func<string, Reading<T>> read, CancellationToken cancellationToken)
    {
        _messages.Add(new ChatMessage(ChatRole.User, text));
        var response = await agent.RunAsync(_messages, cancellationToken: cancellationToken);
        if (response.RawRepresentation is ChatResponse raw && ReplyVerdict.Of(model.Name, raw, options: null) is { } fault)
        {
            throw fault;
        }

        _messages.Add(new ChatMessage(ChatRole.Assistant, response.Text));
        var reading = read(response.Text);
        return reading.Problem is not null && response.FinishReason == ChatFinishReason.Length
            ? Reading<T>.Wrong("it was cut off because it was too long. Be much shorter.")
            : reading;
    }
}
