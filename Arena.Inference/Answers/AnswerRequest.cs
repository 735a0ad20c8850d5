using Arena.Contracts.Inference;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using Model = Arena.Inference.Models.Model;

namespace Arena.Inference.Answers;

/// <summary>A request that has passed validation.</summary>
/// <param name="Model">Who is to answer.</param>
/// <param name="Messages">Oldest first; the last is the user's.</param>
/// <param name="Options">The request's settings over the model's own.</param>
/// <param name="Cache">Whether an answer that was given before will do.</param>
internal sealed record AnswerRequest(Model Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, CacheUse Cache = CacheUse.Never);
