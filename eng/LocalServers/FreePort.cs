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

    /// <summary>Whether nothing listens on the port now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
