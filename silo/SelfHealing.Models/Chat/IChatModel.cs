using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat;

/// <summary>One configured chat model.</summary>
internal interface IChatModel
{
    /// <summary>Its name in the section <c>SelfHealing:Models</c>.</summary>
    string Name { get; }

    /// <summary>How it is configured.</summary>
    ModelOptions Options { get; }

    /// <summary>A client for the calls of one agent in one step: reserved and recorded, scrubbed of secrets, limited, retried.</summary>
    /// <remarks>Faults come as <see cref="ModelException"/>. Calls of one context are numbered in the order in which they are made.</remarks>
    IChatClient Open(CallContext context);
}

/// <summary>The chat models of this silo.</summary>
internal interface IChatModels
{
    /// <summary>All that are configured, in the order of their names.</summary>
    IReadOnlyList<IChatModel> All { get; }
}
