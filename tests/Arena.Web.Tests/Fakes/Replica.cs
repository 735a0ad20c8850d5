using Arena.Web.Battles.Log;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.Web.Tests.Fakes;

/// <summary>One process of Arena.Web, as its program composes it, with everything around it in this process. Fast ticks, real time.</summary>
internal sealed class Replica(Backend backend, string? redis = null, params (string Key, string Value)[] settings)
    : WebApplicationFactory<Program>
{
    /// <summary>Cuts the replica off its log when set, as if the process had frozen or lost the network.</summary>
    public CuttableLog? Cable { get; private set; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.UseSetting("ConnectionStrings:redis", redis ?? "");
        builder.UseSetting("Battles:Tick", "00:00:00.005");
        builder.UseSetting("Battles:CatchUp", "00:00:00.010");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureServices(services =>
        {
            services.AddSingleton(Time);
            backend.Replace(services);
            var log = services.Last(service => service.ServiceType == typeof(IBattleLog));
            services.Remove(log);
            services.AddSingleton<IBattleLog>(provider =>
                Cable = new((IBattleLog)ActivatorUtilities.CreateInstance(provider, log.ImplementationType!)));
        });
    }
}
