using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Stack.Tests;

/// <summary>
/// The door by which a scenario in a browser kills the replica that sends it a battle's stream: <c>POST /kill/{battle}</c>. Which one that is,
/// the gateway says in its log.
/// </summary>
internal sealed partial class ReplicaKills : IAsyncDisposable
{
    private readonly DistributedApplication _stack;
    private readonly WebApplication _door;

    private ReplicaKills(DistributedApplication stack, WebApplication door) => (_stack, _door) = (stack, door);

    public string Url => _door.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The port of each replica that was killed, in turn.</summary>
    public List<int> Killed { get; } = [];

    /// <summary>Has the gateway say where it sends what.</summary>
    public static void Arrange(IDistributedApplicationBuilder stack) => stack
        .CreateResourceBuilder((ProjectResource)stack.Resources.Single(resource => resource.Name == "gateway"))
        .WithEnvironment("Logging__LogLevel__Yarp.ReverseProxy.Forwarder.HttpForwarder", "Information");

    public static async Task<ReplicaKills> StartAsync(DistributedApplication stack, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // a service's settings may lie beside this assembly
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var kills = new ReplicaKills(stack, builder.Build());
        kills._door.MapPost("/kill/{battle}", async (string battle, HttpContext http) => await kills.KillAsync(battle, http.RequestAborted));
        await kills._door.StartAsync(cancellationToken);
        return kills;
    }

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private async Task KillAsync(string battle, CancellationToken cancellationToken)
    {
        var port = await PortOfStreamAsync(battle, cancellationToken);
        await _stack.KillAsync("web", change => change.Snapshot.Urls.Any(url => new Uri(url.Url).Port == port), cancellationToken);
        Killed.Add(port);
    }

    /// <summary><c>Proxying to http://localhost:41217/api/arena/battles/…/stream HTTP/2 …</c>, the last of this battle.</summary>
    private async Task<int> PortOfStreamAsync(string battle, CancellationToken cancellationToken)
    {
        var logs = _stack.Services.GetRequiredService<ResourceLoggerService>();
        var gateway = _stack.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == "gateway");
        await foreach (var lines in logs.GetAllAsync(gateway).WithCancellation(cancellationToken))
        {
            if (lines.Select(line => Stream().Match(line.Content)).LastOrDefault(match => match.Success && match.Groups["battle"].Value == battle) is { } sent)
            {
                return int.Parse(sent.Groups["port"].Value, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException($"The gateway sent nobody the stream of '{battle}'.");
    }

    [GeneratedRegex(@"Proxying to http://[^/:]+:(?<port>\d+)/api/arena/battles/(?<battle>[^/]+)/stream", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stream();
}
