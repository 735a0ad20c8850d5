using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Arena.Gateway.Tests;

/// <summary>The real gateway in front of the given services (<c>name</c> → addresses of its replicas).</summary>
internal sealed class GatewayHost(params (string Service, string[] Urls)[] services) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (service, urls) in services)
        {
            foreach (var (index, url) in urls.Index())
            {
                builder.UseSetting($"services:{service}:http:{index}", url);
            }
        }
    }
}
