using Arena.Stack.Tests.Telemetry;

namespace Arena.Stack.Tests;

/// <summary>One stack, which sends what it does to a collector, for the tests that break nothing; each plays battles of its own.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    internal ArenaStack Stack { get; private set; } = null!;

    internal OtlpCollector Collector { get; private set; } = null!;

    /// <summary>OpenAI and Vertex AI for fine-tunes, which a test may register.</summary>
    internal RegisteredModels FineTunes { get; } = new();

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        Collector = await OtlpCollector.StartAsync(limit.Token);
        Stack = await ArenaStack.StartAsync(
            limit.Token, $"--OTEL_EXPORTER_OTLP_ENDPOINT={Collector.Endpoint}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            $"--Arena:ApiEndpoints={FineTunes.File}", $"--Parameters:google-credentials={FineTunes.Account}", $"--Parameters:admin-key={ArenaStack.AdminKey}");
    }

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        await Collector.DisposeAsync();
        await FineTunes.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneStackForAll : ICollectionFixture<StackFixture>
{
    public const string Name = "shared stack";
}
