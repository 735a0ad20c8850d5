using Arena.Ratings.CommandLine.Ledger;
using Arena.Ratings.Evidence;

namespace Arena.Ratings.Tests;

public class EvidenceTests
{
    private static readonly string[] Names = ["sim-aurora", "Aurora (simulated)", "aurora-7b"];

    [Theory]
    [InlineData("I am Claude, made by Anthropic.")]
    [InlineData("Hello! I'm a large language model, trained by Google.")]
    [InlineData("As an AI language model developed by OpenAI, I cannot.")]
    [InlineData("My name is sim-aurora.")]
    [InlineData("Ich bin Qwen, ein Modell von Alibaba.")]
    [InlineData("我是通义千问 Qwen")]
    [InlineData("The answer is 4.<|im_end|>")]
    [InlineData("[INST] hello [/INST]")]
    public void A_model_that_says_who_it_is_is_found(string text) => Assert.True(IdentityLeak.In(text, Names));

    [Theory]
    [InlineData("Claude and GPT-4 are language models; Llama is made by Meta.")]
    [InlineData("A palm tree, a bard and a llama meet under the sign of Gemini.")]
    [InlineData("I am happy to help you with your question about trees.")]
    [InlineData("I'm sure that the auroras are near the poles.")]
    [InlineData("ChatGPT was developed by OpenAI in 2022.")]
    [InlineData("")]
    public void A_name_alone_is_a_topic(string text) => Assert.False(IdentityLeak.In(text, Names));

    [Theory]
    [InlineData("What is the capital of France?", "en")]
    [InlineData("Was ist die Hauptstadt von Frankreich?", "de")]
    [InlineData("Quelle est la capitale de la France ?", "fr")]
    [InlineData("¿Cuál es la capital de Francia?", "es")]
    [InlineData("法国的首都是什么？", "zh")]
    [InlineData("フランスの首都は何ですか？", "ja")]
    [InlineData("프랑스의 수도는 어디입니까?", "ko")]
    [InlineData("Какая столица Франции?", "ru")]
    [InlineData("ما هي عاصمة فرنسا؟", "ar")]
    [InlineData("12345 + 67890", "und")]
    [InlineData("", "und")]
    public void A_prompt_has_the_language_that_it_is_written_in(string prompt, string language) => Assert.Equal(language, LanguageGuess.Of(prompt));

    [Theory]
    [InlineData("What  is\tthis?\n", "what is THIS?")]
    [InlineData("café\u00A0au lait", "CAFÉ AU LAIT")]
    public void Prompts_that_differ_in_form_only_are_the_same(string one, string other) => Assert.Equal(NormalisedPrompt.Of(one), NormalisedPrompt.Of(other));

    [Theory]
    [InlineData("cafe\u0301", "caf\u00E9")] // the same on every machine, with ICU or without
    [InlineData("What is this?", "What is that?")]
    public void Prompts_of_other_characters_are_others(string one, string other) => Assert.NotEqual(NormalisedPrompt.Of(one), NormalisedPrompt.Of(other));

    [Theory]
    [InlineData(2, "verify", "--anker", "1:2")]
    [InlineData(1, "verify", "--anchor", "nonsense")]
    [InlineData(1, "verify")]
    [InlineData(2, "export")]
    [InlineData(1, "export", "dpo", "--quality", "good")]
    [InlineData(2, "import")]
    [InlineData(1, "erase")]
    [InlineData(1, "erase", "--id", "a", "--session", "b")]
    public async Task A_verb_that_cannot_work_says_why_in_one_line(int exitCode, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await LedgerCommands.Find(args)!.RunAsync(output, error);

        Assert.Equal((exitCode, ""), (code, output.ToString()));
        Assert.StartsWith($"{args[0]}: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_verb_starts_the_service() => Assert.Equal((true, true), (LedgerCommands.Find([]) is null, LedgerCommands.Find(["--urls", "http://x"]) is null));
}
