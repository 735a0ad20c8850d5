using Microsoft.Extensions.AI;

namespace Arena.Inference.Drivers;

/// <summary>A message as both protocols write it.</summary>
internal sealed record WireMessage(string Role, string Content)
{
    public static IReadOnlyList<WireMessage> From(IEnumerable<ChatMessage> messages) =>
        [.. messages.Select(message => new WireMessage(message.Role.Value, message.Text))];
}
