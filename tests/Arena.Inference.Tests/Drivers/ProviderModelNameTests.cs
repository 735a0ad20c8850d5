using Arena.Inference.Drivers.Providers;

namespace Arena.Inference.Tests.Drivers;

/// <summary>A snapshot of a model is that model; a sister of it is not.</summary>
public sealed class ProviderModelNameTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-2024-08-06", true)]
    [InlineData("gpt-4", "gpt-4-0613", true)]
    [InlineData("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022", true)]
    [InlineData("mistral-large-latest", "mistral-large-2411", true)]
    [InlineData("gemini-2.0-flash", "gemini-2.0-flash-001", true)]
    [InlineData("gemini-2.5-pro", "gemini-2.5-pro-preview-05-06", true)]
    [InlineData("gemini-2.0-flash", "models/gemini-2.0-flash", true)]
    [InlineData("gpt-4o", "gpt-4o-mini", false)]
    [InlineData("gpt-4o", "gpt-4o-mini-2024-07-18", false)]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o", false)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("gpt-4", "gpt-4-32k", false)]
    [InlineData("gemini-2.0-flash", "gemini-2.0-flash-lite", false)]
    [InlineData("llama-3", "llama-3-8b", false)]
    public void A_date_or_a_number_behind_the_name_is_a_snapshot(string asked, string answered, bool same) =>
        Assert.Equal(same, ProviderModelName.IsSame(asked, answered));
}
