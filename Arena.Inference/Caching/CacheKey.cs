using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Inference.Drivers.ChatCompletions;
using Arena.Inference.Drivers.Ollama;
using Arena.Inference.Drivers.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Caching;

/// <summary>
/// What an answer depends on: who answers, in which revision, what was said, and every setting. Two requests with one key would be sent
/// as the same bytes.
/// </summary>
internal static class CacheKey
{
    /// <summary>Changes when the shape of the key or of a kept answer does.</summary>
    private const int Version = 1;

    /// <summary>A hash in hex: keys lie in logs and in Redis, prompts must not.</summary>
    public static string Of(string driver, string? revision, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(Version);
            writer.WriteStringValue(driver);
            writer.WriteStringValue(options.ModelId);
            writer.WriteStringValue(revision);
            WriteSettings(writer, options);
            WriteTools(writer, options);
            foreach (var message in messages)
            {
                WriteMessage(writer, message);
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void WriteSettings(Utf8JsonWriter writer, ChatOptions options)
    {
        double?[] numbers =
        [
            options.Temperature, options.TopP, options.FrequencyPenalty, options.PresencePenalty, options.MaxOutputTokens,
            options.AdditionalProperties is { } more && more.TryGetValue<int>(OllamaRequests.ContextLength, out var length) ? length : null,
        ];
        writer.WriteStartArray();
        foreach (var number in numbers)
        {
            if (number is { } value)
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteStringValue($"{options.Seed}");
        foreach (var stop in options.StopSequences ?? [])
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
        var format = options.ResponseFormat as ChatResponseFormatJson;
        writer.WriteStringValue(format is null ? "" : $"json {format.SchemaName} {format.Schema}");
        if (options.AdditionalProperties is { } others && others.TryGetValue<JsonObject>(ExtraBody.Key, out var extra))
        {
            extra.WriteTo(writer);
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(options.ToolMode switch
        {
            RequiredChatToolMode required => $"required {required.RequiredFunctionName}",
            NoneChatToolMode => "none",
            _ => "",
        });
        writer.WriteStringValue($"{options.AllowMultipleToolCalls}");
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
        {
            writer.WriteStringValue(tool.Name);
            writer.WriteStringValue(tool.Description);
            tool.JsonSchema.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(message.Role.Value);
        foreach (var content in message.Contents)
        {
            string[] parts = content switch
            {
                TextContent text => ["text", text.Text],
                DataContent data => ["data", data.Uri],
                UriContent uri => ["uri", uri.Uri.AbsoluteUri],
                FunctionCallContent call => ["call", call.CallId, call.Name, ToolCalls.ArgumentsOf(call)],
                FunctionResultContent result => ["result", result.CallId, ToolCalls.ResultOf(result)],
                _ => throw new ArgumentException($"A {content.GetType().Name} has no part in a key.", nameof(message)),
            };
            foreach (var part in parts)
            {
                writer.WriteStringValue(part);
            }
        }

        writer.WriteEndArray();
    }
}
