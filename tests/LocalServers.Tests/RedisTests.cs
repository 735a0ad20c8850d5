using System.Net.Sockets;
using System.Text;
using Arena.LocalServers.Redis;

namespace Arena.LocalServers.Tests;

public sealed class RedisTests : IDisposable
{
    private readonly string _folder = ServerFolder.CreateTemporary("test");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => ServerFolder.DeleteTemporary(_folder);

    [Fact]
    public async Task A_second_start_finds_what_the_first_was_told()
    {
        Assert.SkipUnless(LocalRedis.IsInstalled, "This machine has no redis-server.");
        await using (var first = (await LocalRedis.StartAsync(new() { DataDirectory = _folder }, Cancelled))!)
        {
            Assert.Equal("+OK", await AskAsync(first, "SET answer 42"));
        }

        await using var second = (await LocalRedis.StartAsync(new() { DataDirectory = _folder }, Cancelled))!;

        Assert.Equal("$2\r\n42", await AskAsync(second, "GET answer"));
    }

    [Fact]
    public async Task A_taken_port_fails_with_the_servers_own_words()
    {
        Assert.SkipUnless(LocalRedis.IsInstalled, "This machine has no redis-server.");
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var error = await Assert.ThrowsAsync<LocalServerException>(() => LocalRedis.StartAsync(new() { Port = port, StartTimeout = TimeSpan.FromSeconds(20) }, Cancelled));

        Assert.Contains("Address already in use", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(LocalRedis server, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, Cancelled);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Cancelled);
        var answer = new byte[256];
        return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, Cancelled)).TrimEnd();
    }
}
