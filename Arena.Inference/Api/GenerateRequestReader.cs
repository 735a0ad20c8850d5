using System.Text.Json;
using Arena.Contracts.Inference;
using Arena.Inference.Answers;
using Arena.Inference.Drivers.Tools;
using Arena.Inference.Models;
using Grpc.Core;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using WireMessage = Arena.Contracts.Inference.ChatMessage;

namespace Arena.Inference.Api;

/// <summary>Reads requests that come over gRPC.</summary>
internal sealed class GenerateRequestReader(AnswerRequests requests, ModelCatalog catalog)
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Reads what a caller sent.</summary>
    /// <exception cref="RpcException">NOT_FOUND: no such model. INVALID_ARGUMENT: no messages, or settings out of range.</exception>
    public AnswerRequest Read(GenerateRequest request)
    {
        try
        {
            return requests.Create(request.ModelId, [.. request.Messages.Select(ToMessage)], ToOptions(request)) with
            {
                Cache = request.Cache,
                Group = ReadGroup(request.Group),
            };
        }
        catch (UnknownModelException exception)
        {
            throw new RpcException(new Status(StatusCode.NotFound, exception.Message));
        }
        catch (InvalidRequestException exception)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, exception.Message));
        }
    }

    /// <summary>A model of the group that is not known is left out: who asks for it is told.</summary>
    private AnswerGroup? ReadGroup(RequestGroup? group) => group is null or { Id: "" } ? null
        : new(group.Id, [.. group.ModelIds.Distinct(StringComparer.Ordinal).Select(id => catalog.Models.GetValueOrDefault(id)).OfType<Models.Model>()]);

    private static ChatOptions ToOptions(GenerateRequest request)
    {
        var settings = request.Settings ?? new();
        return new()
        {
            MaxOutputTokens = settings.HasMaxTokens ? settings.MaxTokens : null,
            Temperature = settings.HasTemperature ? (float)settings.Temperature : null,
            Seed = settings.HasSeed ? settings.Seed : null,
            Tools = request.Tools.Count > 0 ? [.. request.Tools.Select(ToTool)] : null,
            ToolMode = ToToolMode(request.ToolChoice),
        };
    }

    private static ChatMessage ToMessage(WireMessage message) => message.Role switch
    {
        Role.System => new(ChatRole.System, message.Content),
        Role.User => new(ChatRole.User, message.Content),
        Role.Assistant => new(ChatRole.Assistant, [new TextContent(message.Content), .. message.ToolCalls.Select(call => ToolCalls.Create(call.Id, call.Name, call.ArgumentsJson))]),
        Role.Tool => new(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId, message.Content)]),
        _ => throw new InvalidRequestException($"The role '{message.Role}' is not one of system, user, assistant and tool."),
    };

    private static AIFunctionDeclaration ToTool(Tool tool)
    {
        if (tool.Name.Length == 0)
        {
            throw new InvalidRequestException("A tool has no name.");
        }

        try
        {
            var parameters = tool.ParametersJson.Length == 0 ? NoParameters : JsonElement.Parse(tool.ParametersJson);
            return AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, parameters);
        }
        catch (JsonException)
        {
            throw new InvalidRequestException($"The parameters of the tool '{tool.Name}' are not JSON.");
        }
    }

    private static ChatToolMode? ToToolMode(ToolChoice? choice) => choice?.Mode switch
    {
        ToolChoiceMode.None => ChatToolMode.None,
        ToolChoiceMode.Required => ChatToolMode.RequireAny,
        ToolChoiceMode.Named => ChatToolMode.RequireSpecific(choice.Name),
        _ => null,
    };
}
