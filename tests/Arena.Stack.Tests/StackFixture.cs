using Arena.Stack.Tests.Telemetry;

namespace Arena.Stack.Tests;

/// <summary>One stack, which sends what it does to a collector, for the tests that break nothing; each plays battles of its own.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    internal ArenaStack Stack { get; private set; } = null!;

    internal OtlpCollector Collector { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        Collector = await OtlpCollector.StartAsync(limit.Token);
        Stack = await ArenaStack.StartAsync(
            limit.Token, $"--OTEL_EXPORTER_OTLP_ENDPOINT={Collector.Endpoint}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
    }

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        await Collector.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class OneStackForAll : ICollectionFixture<StackFixture>
{
    public const string Name = "shared stack";
}
