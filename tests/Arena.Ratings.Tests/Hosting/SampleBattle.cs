using Arena.Contracts.Ratings;
using Google.Protobuf.WellKnownTypes;

namespace Arena.Ratings.Tests.Hosting;

/// <summary>A battle that keeps every rule; a test changes the one thing that it is about.</summary>
internal static class SampleBattle
{
    public static readonly DateTimeOffset Started = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RecordBattleRequest Of(string left, string right) => new()
    {
        BattleId = $"battle-{Guid.NewGuid():N}",
        PromptId = "prompt-1",
        Prompt = "What is the capital of France?",
        Session = "session-1",
        ViewIndex = 1,
        QueryType = "general_chat",
        PairPolicy = "uniform",
        PairProbability = 0.5,
        CreatedAt = Timestamp.FromDateTimeOffset(Started),
        Left = Answer(left),
        Right = Answer(right),
        TraceId = "0af7651916cd43dd8448eb211c80319c",
    };

    public static Answer Answer(string model) => new()
    {
        AskedModelId = model,
        ModelId = model,
        DisplayName = $"{model} (simulated)",
        Simulated = true,
        Text = $"Paris, says {model}.",
        DeploymentId = $"gpu-node/{model}",
        UpstreamModel = $"upstream-{model}",
        FellBack = true,
        FinishReason = "stop",
        InputTokens = 7,
        OutputTokens = 11,
        UsageEstimated = true,
        TimeToFirstTokenSeconds = 0.25,
        DurationSeconds = 1.5,
    };
}
