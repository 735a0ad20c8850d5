extern alias simulator;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace Arena.Inference.Tests.Fakes;

/// <summary>Arena.ModelSimulator on a real socket, answering at once.</summary>
internal sealed class SimulatedNode : WebApplicationFactory<simulator::Program>
{
    private readonly string _protocol;
    private readonly (string Key, string Value)[] _settings;

    public SimulatedNode(string protocol, params (string Key, string Value)[] settings)
    {
        (_protocol, _settings) = (protocol, settings);
        UseKestrel(0);
        StartServer();
    }

    public string Url => Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Sets a fault until the end of the test.</summary>
    /// <param name="fault">As docs/simulator.md names it.</param>
    /// <param name="count">How many requests it hits; null: all.</param>
    /// <param name="retryAfter">Seconds after which to come again, where the fault says so.</param>
    public async Task FailAsync(string fault, CancellationToken cancellationToken, int? count = null, int? retryAfter = null)
    {
        using var client = new HttpClient();
        using var response = await client.PutAsJsonAsync(
            $"{Url}/admin/faults", new { kind = fault, model = "*", after_tokens = 5, count, retry_after = retryAfter }, cancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var response = await client.DeleteAsync($"{Url}/admin/faults", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsync($"{Url}{path}", content: null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Requests that it answers now.</summary>
    public async Task<int> RunningAsync(HttpClient client, CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Url}/admin/node", cancellationToken)).GetProperty("running_requests").GetInt32();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.UseSetting("Simulator:Protocol", _protocol);
        builder.UseSetting("Simulator:TimeScale", "0");
        builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}
