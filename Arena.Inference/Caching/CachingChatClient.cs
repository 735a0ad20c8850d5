using Arena.Contracts.Inference;
using Arena.Inference.Nodes;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Arena.Inference.Caching;

/// <summary>
/// Looks for an answer before it asks the node. Off unless the request takes a kept answer, and where chance plays a part (a temperature
/// above 0, or unknown) unless it takes one even then.
/// </summary>
internal sealed class CachingChatClient(IChatClient inner, AnswerCache cache, NodeState state) : DelegatingChatClient(inner)
{
    /// <summary>The key of <see cref="ChatOptions.AdditionalProperties"/> under which a request says what it takes.</summary>
    public const string Use = "arena.cache";

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is null || !cache.IsEnabled || !Takes(options))
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var revision = state.Current.Models.FirstOrDefault(model => model.IsNamed(options.ModelId ?? ""))?.Revision;
        var key = CacheKey.Of($"{state.Node.Driver} {state.Node.Url}", revision, conversation, options);
        return cache.GetAsync(key, token => base.GetStreamingResponseAsync(conversation, options, token), cancellationToken);
    }

    private static bool Takes(ChatOptions options) =>
        options.AdditionalProperties is { } more && more.TryGetValue<CacheUse>(Use, out var use)
        && (use is CacheUse.Always || (use is CacheUse.Deterministic && options.Temperature is 0));
}
