using Arena.ModelSimulator.Answers;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;
using Arena.ModelSimulator.Ollama;
using Arena.ModelSimulator.Providers;
using Arena.ModelSimulator.Vllm;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Arena.ModelSimulator;

/// <summary>One simulated node: everything that the program and its tests host.</summary>
internal static class SimulatorComposition
{
    // A hanging request (a fault) must not hold up the end of the process.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    public static TBuilder AddArenaModelSimulator<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<SimulatorOptions>().BindConfiguration(SimulatorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorAttributesValidator>();
        services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new VideoMemory(provider.GetRequiredService<IOptions<SimulatorOptions>>().Value.VramMib));
        services.AddSingleton<ModelCatalog>().AddSingleton<SimulatedDelay>().AddSingleton<AnswerPump>().AddSingleton<FaultBoard>();
        services.AddSingleton<VllmNode>();
        services.AddSingleton<OllamaNode>().AddSingleton<Generator>();
        services.AddSingleton<ProviderNode>().AddSingleton<ProviderAnswers>().AddSingleton<GoogleTokenOffice>();
        services.AddSingleton<ISimulatedNode>(provider => provider.GetRequiredService<IOptions<SimulatorOptions>>().Value.Protocol switch
        {
            NodeProtocol.Vllm => provider.GetRequiredService<VllmNode>(),
            NodeProtocol.Providers => provider.GetRequiredService<ProviderNode>(),
            _ => provider.GetRequiredService<OllamaNode>(),
        });
        return builder;
    }

    public static WebApplication UseArenaModelSimulator(this WebApplication app)
    {
        app.Services.GetRequiredService<ISimulatedNode>().MapEndpoints(app);
        app.MapAdmin();
        return app;
    }
}
