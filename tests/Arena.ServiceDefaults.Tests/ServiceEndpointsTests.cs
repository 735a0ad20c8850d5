using Arena.ServiceDefaults.Discovery;
using Microsoft.Extensions.Configuration;

namespace Arena.ServiceDefaults.Tests;

public sealed class ServiceEndpointsTests
{
    private readonly ServiceEndpoints _endpoints = new(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:router:http:0"] = "http://127.0.0.1:5001",
            ["services:router:grpc:0"] = "http://127.0.0.1:6001",
            ["services:router:grpc:1"] = "http://127.0.0.1:6002",
            ["services:router:grpc:10"] = "http://127.0.0.1:6010",
        })
        .Build());

    [Fact]
    public void A_named_endpoint_is_found_in_the_order_of_its_index() =>
        Assert.Equal(
            [new Uri("http://127.0.0.1:6001"), new Uri("http://127.0.0.1:6002"), new Uri("http://127.0.0.1:6010")],
            _endpoints.Find(new Uri("http://_grpc.router")));

    [Fact]
    public void Without_a_name_the_scheme_is_the_endpoint() =>
        Assert.Equal([new Uri("http://127.0.0.1:5001")], _endpoints.Find(new Uri("http://router/path?x=1")));

    [Fact]
    public void Replicas_take_turns_and_path_and_query_stay()
    {
        var address = new Uri("http://_grpc.router/arena.router.v1.Router/Route?x=1");

        var resolved = Enumerable.Range(0, 4).Select(_ => _endpoints.Resolve(address).ToString());

        Assert.Equal(
            [
                "http://127.0.0.1:6001/arena.router.v1.Router/Route?x=1",
                "http://127.0.0.1:6002/arena.router.v1.Router/Route?x=1",
                "http://127.0.0.1:6010/arena.router.v1.Router/Route?x=1",
                "http://127.0.0.1:6001/arena.router.v1.Router/Route?x=1",
            ],
            resolved);
    }

    [Fact]
    public void An_address_that_names_no_service_stays_as_it_is() =>
        Assert.Equal(new Uri("http://127.0.0.1:9/x"), _endpoints.Resolve(new Uri("http://127.0.0.1:9/x")));
}
