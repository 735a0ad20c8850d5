using System.Runtime.CompilerServices;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>
/// Holds what answered against what was asked: llama-server silently serves what it has, whatever name it is given, and a vote
/// must not go to the wrong model.
/// </summary>
internal sealed class ServedModelChatClient(IChatClient inner, IUpstreamDriver driver, NodeState state) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = options?.ModelId ?? "";
        string? accepted = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (!string.IsNullOrEmpty(update.ModelId) && !string.Equals(update.ModelId, accepted, StringComparison.Ordinal))
            {
                accepted = IsServedAs(asked, update.ModelId) ? update.ModelId : throw StreamEnd.WrongModel(asked, update.ModelId);
            }

            yield return update;
        }
    }

    /// <summary>vLLM answers in the first of the names that it was started with, whichever of them it is asked by.</summary>
    private bool IsServedAs(string asked, string answered) =>
        string.Equals(asked, answered, StringComparison.Ordinal)
        || driver.IsSameModel(asked, answered)
        || state.Current.Models.Any(model => model.IsNamed(asked) && model.IsNamed(answered));
}
