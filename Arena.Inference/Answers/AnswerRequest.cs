using Arena.Contracts.Inference;
using Arena.Inference.Caching;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Drivers.Ollama;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using Deployment = Arena.Inference.Models.Deployment;
using Model = Arena.Inference.Models.Model;

namespace Arena.Inference.Answers;

/// <summary>A request that has passed validation.</summary>
/// <param name="Model">Who is to answer.</param>
/// <param name="Messages">Oldest first; the last is the user's.</param>
/// <param name="Options">The request's settings over the model's own.</param>
internal sealed record AnswerRequest(Model Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>Whether an answer that was given before will do.</summary>
    public CacheUse Cache { get; init; }

    /// <summary>What it is made together with; null: nothing.</summary>
    public AnswerGroup? Group { get; init; }

    /// <summary>The options as a deployment is to hear them.</summary>
    public ChatOptions OptionsFor(Deployment deployment)
    {
        var options = Options.Clone();
        options.ModelId = deployment.UpstreamModel;
        options.AdditionalProperties = new() { [AnswerCache.Use] = Cache };
        if (deployment.ContextLength is { } length)
        {
            options.AdditionalProperties[OllamaRequests.ContextLength] = length;
        }

        if (Model.Settings.ExtraBody is { } extra)
        {
            options.AdditionalProperties[ExtraBody.Key] = extra;
        }

        return options;
    }
}

/// <summary>Requests that are made together.</summary>
/// <param name="Id">The same in each of them.</param>
/// <param name="Models">The models that they ask for.</param>
internal sealed record AnswerGroup(string Id, IReadOnlyList<Model> Models);
