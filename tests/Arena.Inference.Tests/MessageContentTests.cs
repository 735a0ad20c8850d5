using System.Diagnostics;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.AI;

namespace Arena.Inference.Tests;

/// <summary>What the dashboard's GenAI view reads.</summary>
public sealed class MessageContentTests
{
    [Fact]
    public void What_was_asked_and_what_the_last_attempt_answered_is_on_the_span()
    {
        using var span = new Activity("chat");
        var content = new MessageContent([new(ChatRole.System, "Be brief."), new(ChatRole.User, "What is \"2 + 2\"?")]);
        content.BeginAnswer();
        content.Add(new TextContent("lost with its node"));
        content.BeginAnswer();
        content.Add(new TextReasoningContent("Easy."));
        content.Add(new TextContent("Fo"));
        content.Add(new TextContent("ur"));

        content.Describe(span, "stop");

        Assert.Equal(
            new SortedDictionary<string, object?>(StringComparer.Ordinal)
            {
                ["gen_ai.system_instructions"] = """[{"type":"text","content":"Be brief."}]""",
                ["gen_ai.input.messages"] = """[{"role":"user","parts":[{"type":"text","content":"What is \u00222 \u002B 2\u0022?"}]}]""",
                ["gen_ai.output.messages"] =
                    """[{"role":"assistant","parts":[{"type":"reasoning","content":"Easy."},{"type":"text","content":"Four"}],"finish_reason":"stop"}]""",
            },
            new SortedDictionary<string, object?>(span.TagObjects.ToDictionary(), StringComparer.Ordinal));
    }
}
