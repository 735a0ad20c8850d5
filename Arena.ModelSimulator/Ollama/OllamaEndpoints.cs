using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator.Ollama;

/// <summary>Ollama's native API.</summary>
internal static class OllamaEndpoints
{
    private const long BytesPerMib = 1 << 20;
    private const int PullSteps = 4;
    private const string UnknownInLibrary = "pull model manifest: file does not exist";

    public static IEndpointRouteBuilder MapOllama(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", ["GET", "HEAD"], () => TypedResults.Text("Ollama is running"));
        routes.MapGet("/api/version", (IOptions<SimulatorOptions> options) => TypedResults.Json(new OllamaVersion(options.Value.Ollama.Version), OllamaJson.Wire.OllamaVersion));
        routes.MapGet("/api/tags", (OllamaNode node) =>
            TypedResults.Json(new TagList([.. node.Installed.Select(model => TagOf(model) with { ModifiedAt = AnswerHead.Timestamp(node.StartedAt), Capabilities = CapabilitiesOf(model) })]), OllamaJson.Wire.TagList));
        routes.MapGet("/api/ps", Loaded);
        routes.MapPost("/api/show", ShowAsync);
        routes.MapPost("/api/pull", PullAsync);
        routes.MapDelete("/api/delete", DeleteAsync);
        routes.MapGeneration();
        return routes;
    }

    private static JsonHttpResult<TagList> Loaded(OllamaNode node) => TypedResults.Json(
        new TagList([.. node.Loaded.Select(loaded => TagOf(loaded.Model) with
        {
            Size = loaded.Size * BytesPerMib,
            SizeVram = loaded.SizeVram * BytesPerMib,
            ContextLength = loaded.ContextLength,
            ExpiresAt = AnswerHead.Timestamp(loaded.ExpiresAt),
        })]),
        OllamaJson.Wire.TagList);

    private static async Task<IResult> ShowAsync(HttpContext http, OllamaNode node, CancellationToken cancellationToken)
    {
        var (model, name, _, problem) = await ReadNameAsync(http, node.Find, cancellationToken);
        if (model is null)
        {
            return problem ?? OllamaErrors.NotFound(name);
        }

        var info = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["general.architecture"] = JsonSerializer.SerializeToElement("simulated"),
            ["general.basename"] = JsonSerializer.SerializeToElement(model.Options.DisplayName),
            ["simulated.context_length"] = JsonSerializer.SerializeToElement(model.Options.ContextLength),
        };
        return TypedResults.Json(
            new ShowResponse(DetailsOf(model), info, CapabilitiesOf(model), $"num_ctx {model.Options.ContextLength}", "{{ .Prompt }}", AnswerHead.Timestamp(node.StartedAt)),
            OllamaJson.Wire.ShowResponse);
    }

    private static async Task<IResult> PullAsync(HttpContext http, OllamaNode node, SimulatedDelay delay, CancellationToken cancellationToken)
    {
        var (model, name, stream, problem) = await ReadNameAsync(http, node.FindInLibrary, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        // The library answers after the stream has begun: an unknown model is an error line under 200.
        var lines = model is null ? null : PullLines(model);
        if (stream == false)
        {
            if (model is null)
            {
                return OllamaErrors.Result(500, UnknownInLibrary);
            }

            await delay.WaitAsync(model.Options.LoadSeconds, cancellationToken);
            node.Install(model);
            return TypedResults.Json(new PullLine("success"), OllamaJson.Wire.PullLine);
        }

        http.Response.ContentType = "application/x-ndjson";
        await WriteLineAsync(http, JsonSerializer.Serialize(new PullLine("pulling manifest"), OllamaJson.Wire.PullLine), cancellationToken);
        if (lines is null)
        {
            await WriteLineAsync(http, JsonSerializer.Serialize(new OllamaError(UnknownInLibrary), OllamaJson.Wire.OllamaError), cancellationToken);
            return Results.Empty;
        }

        foreach (var line in lines)
        {
            await delay.WaitAsync(line.Completed > 0 ? model!.Options.LoadSeconds / PullSteps : 0, cancellationToken);
            await WriteLineAsync(http, JsonSerializer.Serialize(line, OllamaJson.Wire.PullLine), cancellationToken);
        }

        node.Install(model!);
        await WriteLineAsync(http, JsonSerializer.Serialize(new PullLine("success"), OllamaJson.Wire.PullLine), cancellationToken);
        return Results.Empty;
    }

    private static IEnumerable<PullLine> PullLines(SimulatedModel model)
    {
        var digest = DigestOf(model);
        var total = SizeOf(model);
        for (var step = 0; step <= PullSteps; step++)
        {
            yield return new PullLine($"pulling {digest[..12]}", $"sha256:{digest}", total, total * step / PullSteps);
        }

        yield return new PullLine("verifying sha256 digest");
        yield return new PullLine("writing manifest");
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, OllamaNode node, CancellationToken cancellationToken)
    {
        var (model, name, _, problem) = await ReadNameAsync(http, node.Find, cancellationToken);
        if (model is null)
        {
            return problem ?? OllamaErrors.NotFound(name);
        }

        node.Delete(model);
        return TypedResults.Ok();
    }

    private static async Task<(SimulatedModel? Model, string Name, bool? Stream, IResult? Problem)> ReadNameAsync(
        HttpContext http, Func<string, SimulatedModel?> find, CancellationToken cancellationToken)
    {
        var (request, invalid) = await http.ReadJsonAsync(OllamaJson.Wire.NameRequest, cancellationToken);
        return (request?.Model ?? request?.Name) switch
        {
            { Length: > 0 } name => (find(name), name, request!.Stream, null),
            _ => (null, "", null, OllamaErrors.Result(400, request is null ? invalid : "model is required")),
        };
    }

    private static async Task WriteLineAsync(HttpContext http, string json, CancellationToken cancellationToken)
    {
        await http.Response.WriteAsync(json + "\n", cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    private static Tag TagOf(SimulatedModel model) => new()
    {
        Name = $"{model.Id}:latest",
        Model = $"{model.Id}:latest",
        Size = SizeOf(model),
        Digest = DigestOf(model),
        Details = DetailsOf(model),
    };

    private static IReadOnlyList<string> CapabilitiesOf(SimulatedModel model) => model.Options.Tools ? ["completion", "tools"] : ["completion"];

    // Half a byte per parameter: what four-bit weights take.
    private static TagDetails DetailsOf(SimulatedModel model) =>
        new("", "simulated", model.Options.Family, [model.Options.Family], $"{SizeOf(model) * 2 / 1e9:0.0}B", "Q4_K_M");

    private static long SizeOf(SimulatedModel model) => (model.Options.VramMib - (model.Options.VramMib / 4)) * BytesPerMib;

    private static string DigestOf(SimulatedModel model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Id)));
}
