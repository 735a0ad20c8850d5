using System.Buffers;
using Arena.Inference.Answers;
using Arena.Inference.Api;
using Arena.Inference.Configuration;
using Arena.Inference.Models;
using Arena.Inference.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.Inference.OpenAi;

/// <summary>OpenAI's API, as far as chat needs it: its official clients work with nothing but another address.</summary>
internal static class OpenAiEndpoints
{
    public static IEndpointRouteBuilder MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").WithTags("OpenAI").AddEndpointFilter(AnswerBadRequestsAsync);
        api.MapPost("/chat/completions", CompleteAsync).WithName("CreateChatCompletion").WithSummary("An answer, streamed or whole.");
        api.MapGet("/models", ListModelsAsync).WithName("ListOpenAiModels").WithSummary("All models that may be asked for.");
        api.MapGet("/models/{**id}", GetModelAsync).WithName("GetOpenAiModel").WithSummary("One model.");
        api.MapGet("/health", GetHealthAsync).WithName("GetOpenAiHealth").WithSummary("Whether any model can answer now.");
        return routes;
    }

    /// <summary>Bad requests get OpenAI's error body, whatever found them.</summary>
    private static async ValueTask<object?> AnswerBadRequestsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UnknownModelException exception)
        {
            return OpenAiErrors.UnknownModel(exception.Message);
        }
        catch (InvalidRequestException exception)
        {
            return OpenAiErrors.BadRequest(exception.Message, exception.Parameter);
        }
        catch (BadHttpRequestException exception)
        {
            return OpenAiErrors.BadRequest(exception.Message, status: exception.StatusCode);
        }
    }

    private static async Task<IResult> CompleteAsync(
        HttpContext http, OpenAiRequestReader requests, Answerer answerer, NodeRegistry nodes, IOptions<InferenceOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        var body = await ReadBodyAsync(http.Request, options.Value.OpenAi.MaxRequestBytes, cancellationToken);
        var request = requests.Read(body.WrittenSpan, http.Request.Headers[OpenAiRequestReader.CacheHeader]);
        var head = CompletionHead.Create(request.Answer.Model.Id, time);
        await answerer.AnswerAsync(
            request.Answer, request.Stream ? new CompletionStream(http, head, request.IncludeUsage) : new CompletionWhole(http, head), cancellationToken);
        return Results.Empty;
    }

    private static async Task<JsonHttpResult<OpenAiModelList>> ListModelsAsync(
        NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        return TypedResults.Json(
            new OpenAiModelList("list", [.. catalog.Models.Values.OrderBy(model => model.Id, StringComparer.Ordinal).Select(model => ToWire(model, health))]),
            OpenAiJson.Wire.OpenAiModelList);
    }

    private static async Task<IResult> GetModelAsync(
        string id, NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        return catalog.Models.TryGetValue(id, out var model)
            ? TypedResults.Json(ToWire(model, health), OpenAiJson.Wire.OpenAiModel)
            : throw new UnknownModelException(id);
    }

    private static async Task<JsonHttpResult<OpenAiHealth>> GetHealthAsync(
        NodeRegistry nodes, ModelCatalog catalog, DeploymentHealth health, CancellationToken cancellationToken)
    {
        await nodes.FirstProbes.WaitAsync(cancellationToken);
        var any = catalog.Models.Values.Any(model => IsAvailable(model, health));
        return TypedResults.Json(
            new OpenAiHealth(any ? "ok" : "no model is available"), OpenAiJson.Wire.OpenAiHealth,
            statusCode: any ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static OpenAiModel ToWire(Model model, DeploymentHealth health) => new(
        model.Id, "model", Created: 0, "arena", model.DisplayName, IsAvailable(model, health), model.Capabilities.ContextLength);

    private static bool IsAvailable(Model model, DeploymentHealth health) =>
        model.Deployments.Any(deployment => health.Assess(deployment).Status is DeploymentStatus.Ready);

    /// <summary>The whole body.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than allowed (413).</exception>
    private static async Task<ArrayBufferWriter<byte>> ReadBodyAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (body.WrittenCount + read.Buffer.Length > limit)
            {
                throw new BadHttpRequestException($"The body is larger than {limit} bytes.", StatusCodes.Status413PayloadTooLarge);
            }

            foreach (var piece in read.Buffer)
            {
                body.Write(piece.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body;
            }
        }
    }
}
