using Arena.LocalServers;

namespace Arena.Ratings.Tests.Drills;

/// <summary>
/// A port for a server that goes away and comes back to it. Outside of the ephemeral range (IANA's, and Linux's from 32768): there, while
/// the server is away, the port may be drawn for an outgoing connection, even for one to the port itself, and the server cannot come back.
/// </summary>
internal static class FixedPort
{
    private const int First = 20_000;
    private const int Last = 29_999;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (FreePort.IsFree(port))
            {
                return port;
            }
        }
    }
}
