namespace Arena.Web.Boards;

/// <summary>The address of a model: its public id, which may have slashes (<c>Qwen/Qwen2.5-7B-Instruct</c>), as segments of a path.</summary>
internal static class ModelPath
{
    /// <summary>With a slash in front.</summary>
    public static string Of(string modelId) => $"/{string.Join('/', modelId.Split('/').Select(Uri.EscapeDataString))}";
}
