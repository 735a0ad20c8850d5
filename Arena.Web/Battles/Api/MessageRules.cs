using System.Text;

namespace Arena.Web.Battles.Api;

internal static class MessageRules
{
    /// <summary>Null when both models can be sent the message.</summary>
    public static Problem? Check(string message, BattleOptions options) => message switch
    {
        _ when string.IsNullOrWhiteSpace(message) => Problems.MessageEmpty,
        _ when Encoding.UTF8.GetByteCount(message) > options.MaxMessageBytes => Problems.MessageTooLong,
        _ when message.Contains('\0', StringComparison.Ordinal) => Problems.InvalidRequest("message must not contain U+0000."),
        _ => null,
    };
}
