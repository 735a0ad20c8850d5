using Arena.Inference.Models;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Answers;

/// <summary>A request that has passed validation.</summary>
/// <param name="Model">Who is to answer.</param>
/// <param name="Messages">Oldest first; the last is the user's.</param>
/// <param name="Options">The request's settings over the model's own.</param>
internal sealed record AnswerRequest(Model Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>What it is made together with; null: nothing.</summary>
    public AnswerGroup? Group { get; init; }
}

/// <summary>Requests that are made together.</summary>
/// <param name="Id">The same in each of them.</param>
/// <param name="Models">The models that they ask for.</param>
internal sealed record AnswerGroup(string Id, IReadOnlyList<Model> Models);
