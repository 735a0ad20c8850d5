using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Caching;

/// <summary>Shares one answer among equal requests, and keeps it, where the requests take that.</summary>
internal sealed class CachingChatClient(IChatClient inner, AnswerCache cache, NodeState state) : DelegatingChatClient(inner)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return options is not null && cache.KeyOf(state, conversation, options) is { } key
            ? cache.GetAsync(key, token => base.GetStreamingResponseAsync(conversation, options, token), cancellationToken)
            : base.GetStreamingResponseAsync(conversation, options, cancellationToken);
    }
}
