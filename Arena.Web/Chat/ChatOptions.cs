using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Web.Chat;

/// <summary>Every limit of the hybrid entry, section <c>Chat</c>.</summary>
internal sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>The largest request, in bytes.</summary>
    [Range(1024, 1 << 26)]
    public int MaxRequestBytes { get; set; } = 512 * 1024;

    /// <summary>Turns of a conversation.</summary>
    [Range(1, 10_000)]
    public int MaxMessages { get; set; } = 200;

    /// <summary>Tools of a request, brought and offered together; the router takes no more than its own limit.</summary>
    [Range(1, 1000)]
    public int MaxTools { get; set; } = 64;

    /// <summary>Asked of the model that answers with tools.</summary>
    [Range(1, 1 << 20)]
    public int MaxTokens { get; set; } = 2048;

    /// <summary>The answer must be complete within this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Silence on a stream after which a comment keeps the connection open.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class ChatOptionsValidator : IValidateOptions<ChatOptions>;
