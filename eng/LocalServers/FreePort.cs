using System.Net;
using System.Net.Sockets;

namespace Arena.LocalServers;

/// <summary>Free TCP ports of the loopback interface.</summary>
public static class FreePort
{
    /// <summary>
    /// A port that nothing listens on now. The system hands out its ephemeral ports in turn, so a second caller is very unlikely
    /// to get the same one before it is used.
    /// </summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
