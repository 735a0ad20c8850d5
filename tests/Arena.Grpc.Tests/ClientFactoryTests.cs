using Arena.GrpcTests.Probing;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.GrpcTests;

public sealed class ClientFactoryTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_goes_through_the_handlers_that_its_builder_configured()
    {
        await using var host = await ProbeHost.StartInMemoryAsync();
        var recorder = new HeaderRecorder();
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>(options => options.Address = new Uri("http://logical"))
            .ConfigurePrimaryHttpMessageHandler(host.App.GetTestServer().CreateHandler)
            .AddHttpMessageHandler(() => recorder);
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        await provider.GetRequiredService<Probe.ProbeClient>().EchoAsync(new ProbeRequest(), cancellationToken: Test);
        await provider.GetRequiredService<Probe.ProbeClient>().EchoAsync(new ProbeRequest(), cancellationToken: Test);

        Assert.Equal(["identity → identity", "identity → identity"], recorder.Encodings);
    }

    [Fact]
    public async Task Clients_of_different_names_have_their_own_address_and_options()
    {
        await using var first = await ProbeHost.StartKestrelAsync();
        await using var second = await ProbeHost.StartKestrelAsync(options => options.MaxReceiveMessageSize = 10);
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>("first", options => options.Address = first.Address);
        services.AddGrpcClient<Probe.ProbeClient>("second", (_, options) => options.Address = second.Address);
        services.AddGrpcClient<Probe.ProbeClient>("limited", options =>
        {
            options.Address = first.Address;
            options.ChannelOptionsActions.Add(channel => channel.MaxSendMessageSize = 10);
        });
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var factory = provider.GetRequiredService<GrpcClientFactory>();
        var request = new ProbeRequest { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[20]) };

        var reply = await factory.CreateClient<Probe.ProbeClient>("first").EchoAsync(request, cancellationToken: Test);
        var refusals = new List<RpcException>();
        foreach (var name in (string[])["second", "limited"])
        {
            refusals.Add(await Assert.ThrowsAsync<RpcException>(
                async () => await factory.CreateClient<Probe.ProbeClient>(name).EchoAsync(request, cancellationToken: Test)));
        }

        Assert.Equal(20, reply.Payload.Length);
        Assert.Equal(
            ["Received", "Sending"], refusals.Select(refusal => refusal.Status.Detail.Split(' ')[0]));
    }

    [Fact]
    public void A_client_without_an_address_says_so()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>("lost");
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<Probe.ProbeClient>);

        Assert.Contains("'lost' has no address", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigureHttpClient_is_refused_since_it_would_do_nothing()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>(options => options.Address = new Uri("http://logical"))
            .ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(1));
        using var provider = services.BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(provider.GetRequiredService<Probe.ProbeClient>);
    }
}
