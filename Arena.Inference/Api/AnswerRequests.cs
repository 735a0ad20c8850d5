using Arena.Inference.Answers;
using Arena.Inference.Configuration;
using Arena.Inference.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Arena.Inference.Api;

/// <summary>Checks what a caller asks, whichever door it came by, and joins its settings with the model's.</summary>
internal sealed class AnswerRequests(ModelCatalog catalog, IOptions<InferenceOptions> options)
{
    public const float MaxTemperature = 2;

    /// <summary>Makes a request of what was sent.</summary>
    /// <param name="model">The public id.</param>
    /// <param name="messages">Oldest first.</param>
    /// <param name="asked">What was said; the rest is filled in.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="InvalidRequestException">No messages, or settings out of range.</exception>
    public AnswerRequest Create(string model, IReadOnlyList<ChatMessage> messages, ChatOptions asked)
    {
        if (!catalog.Models.TryGetValue(model, out var known))
        {
            throw new UnknownModelException(model);
        }

        CheckMessages(messages);
        CheckSettings(asked);
        CheckCapabilities(known, messages, asked);
        asked.MaxOutputTokens ??= known.Settings.MaxTokens;
        asked.Temperature = known.Settings.TemperatureIsFixed ? (float?)known.Settings.Temperature : asked.Temperature ?? (float?)known.Settings.Temperature;
        asked.TopP ??= (float?)known.Settings.TopP;
        asked.Seed ??= known.Settings.Seed;
        return new(known, WithSystemPrompt(messages, known.SystemPrompt), asked);
    }

    private static void CheckMessages(IReadOnlyList<ChatMessage> messages)
    {
        if (messages.Count == 0)
        {
            throw new InvalidRequestException("There are no messages.", "messages");
        }

        if (messages[^1].Role != ChatRole.User && messages[^1].Role != ChatRole.Tool)
        {
            throw new InvalidRequestException("The last message is not the user's.", "messages");
        }

        if (messages.Any(message => message.Role == ChatRole.User && message.Contents.All(IsBlank)))
        {
            throw new InvalidRequestException("A message of the user is blank.", "messages");
        }

        var calls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var content in messages.SelectMany(message => message.Contents))
        {
            if (content is FunctionCallContent call)
            {
                calls.Add(call.CallId);
            }
            else if (content is FunctionResultContent result && !calls.Contains(result.CallId))
            {
                throw new InvalidRequestException($"A tool answers the call '{result.CallId}', which no message before has.", "messages");
            }
        }
    }

    private static bool IsBlank(AIContent content) => content is TextContent text && string.IsNullOrWhiteSpace(text.Text);

    private void CheckSettings(ChatOptions asked)
    {
        var limit = options.Value.MaxTokensLimit;
        if (asked.MaxOutputTokens is { } tokens && (tokens < 1 || tokens > limit))
        {
            throw new InvalidRequestException($"max_tokens is {tokens}. It must be 1 to {limit}.", "max_tokens");
        }

        if (asked.Temperature is { } temperature && temperature is not (>= 0 and <= MaxTemperature))
        {
            throw new InvalidRequestException($"temperature is {temperature}. It must be 0 to {MaxTemperature}.", "temperature");
        }
    }

    private static void CheckCapabilities(Models.Model model, IReadOnlyList<ChatMessage> messages, ChatOptions asked)
    {
        if (model.Capabilities.Tools is false && asked.Tools is { Count: > 0 })
        {
            throw new InvalidRequestException($"'{model.Id}' calls no tools.", "tools");
        }

        if (model.Capabilities.Vision is false && messages.Any(message => message.Contents.Any(content => content is DataContent or UriContent)))
        {
            throw new InvalidRequestException($"'{model.Id}' sees no images.", "messages");
        }
    }

    private static IReadOnlyList<ChatMessage> WithSystemPrompt(IReadOnlyList<ChatMessage> messages, string? prompt) =>
        string.IsNullOrWhiteSpace(prompt) || messages.Any(message => message.Role == ChatRole.System)
            ? messages
            : [new(ChatRole.System, prompt), .. messages];
}
