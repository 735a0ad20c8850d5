using Arena.Web.Battles.Runs;

namespace Arena.Web.Tests.Runs;

public class VisibleTextTests
{
    [Theory]
    [InlineData("Paris.", "Paris.")]
    [InlineData("<think>\nThe user asks about France.\n</think>\n\nParis.", "Paris.")]
    [InlineData("  <think>one</think> <thinking>two</thinking> Paris.", "Paris.")]
    [InlineData("<think>never closed, so never an answer", "")]
    [InlineData("Paris.<|im_end|>", "Paris.")]
    [InlineData("<|start_header_id|>assistant<|end_header_id|>Paris.", "assistantParis.")]
    [InlineData("Paris<｜end▁of▁sentence｜>.", "Paris.")]
    [InlineData("<start_of_turn>Paris<end_of_turn> [INST]x[/INST]", "Paris x")]
    [InlineData("The `<think>` tag, a < b, a <| b, [1] and [I] stay.", "The `<think>` tag, a < b, a <| b, [1] and [I] stay.")]
    [InlineData("<thinner> than paper", "<thinner> than paper")]
    [InlineData("a\0b", "ab")]
    [InlineData("ends with <|im_", "ends with <|im_")]
    public void The_shown_text_is_the_same_however_it_arrives(string raw, string expected)
    {
        var shown = new List<string>();
        for (var size = 1; size <= raw.Length; size++)
        {
            var visible = new VisibleText();
            shown.Add(string.Concat(raw.Chunk(size).Select(chunk => visible.Append(new string(chunk)))) + visible.Complete());
        }

        Assert.Equal(Enumerable.Repeat(expected, raw.Length), shown);
    }
}
