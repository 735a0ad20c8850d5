using System.Text.RegularExpressions;

namespace Arena.Inference.Drivers.Gemini;

/// <summary>
/// The names of models on Vertex AI: a model of Google's (<c>gemini-2.0-flash</c>), an endpoint that a fine-tune is deployed to
/// (<c>4812345678901234567</c>, <c>endpoints/4812345678901234567</c>), or either as a whole resource
/// (<c>projects/p/locations/l/endpoints/4812345678901234567</c>).
/// See https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference.
/// </summary>
internal static partial class VertexName
{
    /// <summary>The path of the resource, from <c>/v1</c> on.</summary>
    public static string PathOf(string name, GoogleProject project)
    {
        var resource = Whole().IsMatch(name) ? name
            : Endpoint().Match(name) is { Success: true } endpoint ? $"{Parent(project)}/endpoints/{endpoint.Groups["id"].Value}"
            : name.StartsWith("publishers/", StringComparison.Ordinal) ? $"{Parent(project)}/{name}"
            : $"{Parent(project)}/publishers/google/models/{name}";
        return $"/v1/{string.Join('/', resource.Split('/').Select(Uri.EscapeDataString))}";
    }

    /// <summary>Project and region of a whole resource; null for other names.</summary>
    public static (string Project, string Region)? PlaceOf(string name) =>
        Whole().Match(name) is { Success: true } whole ? (whole.Groups["project"].Value, whole.Groups["region"].Value) : null;

    /// <summary>What answers for an endpoint calls itself as it likes: by its base model, or by the resource.</summary>
    public static bool IsEndpoint(string name) => Endpoint().IsMatch(name) || Whole().Match(name) is { Success: true } whole && whole.Groups["endpoint"].Success;

    private static string Parent(GoogleProject project) => $"projects/{project.Id}/locations/{project.Region}";

    [GeneratedRegex(
        "^projects/(?<project>[^/]+)/locations/(?<region>[^/]+)/((?<endpoint>endpoints)/[^/]+|publishers/[^/]+/models/[^/]+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(endpoints/)?(?<id>\d+)$|^endpoints/(?<id>[^/]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Endpoint();
}
