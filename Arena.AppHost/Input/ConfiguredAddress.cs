using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace Arena.AppHost.Input;

/// <summary>Addresses that a person configured, looked at before anything starts.</summary>
internal static class ConfiguredAddress
{
    /// <summary>The port, 1 to 65535.</summary>
    /// <exception cref="DistributedApplicationException">It is none.</exception>
    public static int Port(IConfiguration configuration, string key, int fallback)
    {
        var port = configuration.GetValue(key, fallback);
        return port is >= 1 and <= 65535 ? port : throw new DistributedApplicationException($"{key} is {port}, which is no port: give one from 1 to 65535.");
    }

    /// <summary>Checks a PostgreSQL connection string (https://www.npgsql.org/doc/connection-string-parameters.html), without using it.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be one. The message does not repeat it: it may hold a password.</exception>
    public static void CheckPostgres(IConfiguration configuration, string name)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = configuration.GetConnectionString(name);
        }
        catch (ArgumentException)
        {
            // Said below.
        }

        if (!parts.ContainsKey("Host") && !parts.ContainsKey("Server"))
        {
            throw new DistributedApplicationException($"ConnectionStrings:{name} is no PostgreSQL connection string, such as 'Host=db.example;Username=arena;Password=…;Database=arena'.");
        }
    }

    /// <summary>An absolute http or https address.</summary>
    /// <exception cref="DistributedApplicationException">It is none.</exception>
    public static string Http(string key, string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? address
        : throw new DistributedApplicationException($"{key} is '{address}', which is no http or https address, such as 'http://gpu.example:8000'.");
}
