namespace Arena.Inference.Drivers.ChatCompletions;

/// <summary>Fields that a model is to be asked with beside those that we write.</summary>
internal static class ExtraBody
{
    /// <summary>The key of the fields, a <see cref="System.Text.Json.Nodes.JsonObject"/>, among a request's additional properties.</summary>
    public const string Key = "extra_body";

    private static readonly string[] Ours =
    [
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "frequency_penalty",
        "presence_penalty", "seed", "random_seed", "stop", "tools", "tool_choice", "parallel_tool_calls", "response_format",
    ];

    /// <summary>Whether we write the field ourselves: no name comes twice in a body.</summary>
    public static bool IsOurs(string field) => Ours.Contains(field, StringComparer.Ordinal);
}
