using Arena.Contracts.Inference;
using Arena.Inference.Answers;
using Arena.Inference.Configuration;
using Arena.Inference.Models;
using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using WireMessage = Arena.Contracts.Inference.ChatMessage;

namespace Arena.Inference.Api;

/// <summary>Checks a request and joins its settings with the model's.</summary>
internal sealed class GenerateRequestReader(ModelCatalog catalog, IOptions<InferenceOptions> options)
{
    private const double MaxTemperature = 2;

    /// <summary>Reads what a caller sent.</summary>
    /// <exception cref="RpcException">NOT_FOUND: no such model. INVALID_ARGUMENT: no messages, or settings out of range.</exception>
    public AnswerRequest Read(GenerateRequest request)
    {
        if (!catalog.Models.TryGetValue(request.ModelId, out var model))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no model '{request.ModelId}'."));
        }

        CheckMessages(request.Messages);
        var settings = request.Settings ?? new();
        CheckSettings(settings);
        return new(
            model,
            [.. request.Messages.Select(message => new ChatMessage(RoleOf(message.Role), message.Content))],
            new()
            {
                MaxOutputTokens = settings.HasMaxTokens ? settings.MaxTokens : model.Settings.MaxTokens,
                Temperature = (float?)(settings.HasTemperature ? settings.Temperature : model.Settings.Temperature),
                Seed = settings.HasSeed ? settings.Seed : model.Settings.Seed,
            })
        {
            Group = ReadGroup(request.Group),
        };
    }

    /// <summary>A model of the group that is not known is left out: who asks for it is told.</summary>
    private AnswerGroup? ReadGroup(RequestGroup? group) => group is null or { Id: "" } ? null
        : new(group.Id, [.. group.ModelIds.Distinct(StringComparer.Ordinal).Select(id => catalog.Models.GetValueOrDefault(id)).OfType<Models.Model>()]);

    private static void CheckMessages(RepeatedField<WireMessage> messages)
    {
        if (messages.Count == 0)
        {
            throw Invalid("There are no messages.");
        }

        if (messages.FirstOrDefault(message => message.Role is not (Role.System or Role.User or Role.Assistant)) is { } odd)
        {
            throw Invalid($"The role '{odd.Role}' is not one of system, user and assistant.");
        }

        if (messages[^1].Role is not Role.User)
        {
            throw Invalid("The last message is not the user's.");
        }

        if (messages.Any(message => message.Role is Role.User && string.IsNullOrWhiteSpace(message.Content)))
        {
            throw Invalid("A message of the user is blank.");
        }
    }

    private void CheckSettings(GenerationSettings settings)
    {
        if (settings.HasMaxTokens && (settings.MaxTokens < 1 || settings.MaxTokens > options.Value.MaxTokensLimit))
        {
            throw Invalid($"max_tokens is {settings.MaxTokens}. It must be 1 to {options.Value.MaxTokensLimit}.");
        }

        if (settings.HasTemperature && settings.Temperature is not (>= 0 and <= MaxTemperature))
        {
            throw Invalid($"temperature is {settings.Temperature}. It must be 0 to {MaxTemperature}.");
        }
    }

    private static ChatRole RoleOf(Role role) => role switch
    {
        Role.System => ChatRole.System,
        Role.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));
}
