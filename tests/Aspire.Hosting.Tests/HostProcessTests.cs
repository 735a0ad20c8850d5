using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Arena.LocalServers;

namespace Aspire.Hosting.Tests;

/// <summary>A whole host with a database and two services, from its start to each of its ends.</summary>
public sealed class HostProcessTests : IDisposable
{
    private readonly string _store = ServerFolder.CreateTemporary("test");

    public HostProcessTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by their environment in /proc.");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => ServerFolder.DeleteTemporary(_store);

    [Fact]
    public async Task A_host_that_is_killed_leaves_no_process_after_ten_seconds()
    {
        await using var host = new HostProcess(_store, FreePort.Next());
        await host.UntilReadyAsync(Cancelled);
        Assert.True(host.Family().Count > 4, "The host, its reaper, PostgreSQL and two services are expected.");

        await SignalAsync("KILL", host.Id);

        await host.UntilAloneAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("INT", "--in-process")]
    public async Task A_host_that_is_told_to_end_stops_all_in_order_and_a_second_start_finds_the_data(string signal, params string[] arguments)
    {
        var port = FreePort.Next();
        await using (var host = new HostProcess(_store, port, arguments))
        {
            await host.UntilReadyAsync(Cancelled);
            await SignalAsync(signal, host.Id);
            Assert.Equal(0, await host.Exited.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
            await host.UntilAloneAsync(TimeSpan.FromSeconds(5), Cancelled);
            Assert.Contains("The service ends in order.", host.Output, StringComparison.Ordinal);
            Assert.True(
                host.Output.IndexOf("[front]  · ended", StringComparison.Ordinal) < host.Output.IndexOf("database system is shut down", StringComparison.Ordinal), host.Output);
            Assert.DoesNotContain("Killed:", host.Output, StringComparison.Ordinal);
        }

        await using var again = new HostProcess(_store, port);
        await again.UntilReadyAsync(Cancelled);

        Assert.DoesNotContain("Making a database folder", again.Output, StringComparison.Ordinal);
        await SignalAsync("TERM", again.Id);
        await again.UntilAloneAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task A_host_whose_port_is_taken_ends_with_code_1_and_one_line_and_starts_nothing()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var host = new HostProcess(_store, ((IPEndPoint)taken.LocalEndpoint).Port);

        var exitCode = await host.Exited.WaitAsync(TimeSpan.FromSeconds(90), Cancelled);

        Assert.Equal(1, exitCode);
        Assert.Matches(@"^error: Port \d+, on which 'front' is to listen, is taken by another program\. End that one, or give another port\.$", host.Output);
        await host.UntilAloneAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_ends_with_one_line_and_leaves_the_first_alone_and_one_with_its_own_data_runs_beside_it()
    {
        var ownStore = ServerFolder.CreateTemporary("test");
        await using var first = new HostProcess(_store, FreePort.Next());
        await first.UntilReadyAsync(Cancelled);

        await using var second = new HostProcess(_store, FreePort.Next());
        Assert.Equal(1, await second.Exited.WaitAsync(TimeSpan.FromSeconds(60), Cancelled));
        await using (var beside = new HostProcess(ownStore, FreePort.Next()))
        {
            await beside.UntilReadyAsync(Cancelled);
        }

        Assert.Matches($"^error: The data folder '{_store}' is in use by another application .* --Aspire:Store:Path=<folder>\\.$", second.Output);
        Assert.False(first.Exited.IsCompleted, first.Output);
        ServerFolder.DeleteTemporary(ownStore);
    }

    [Fact]
    public async Task A_host_whose_service_does_not_come_up_ends_with_code_1_and_the_reason()
    {
        await using var host = new HostProcess(_store, FreePort.Next(), "--Args=--Kestrel:Endpoints:http:Url=nonsense");

        var exitCode = await host.Exited.WaitAsync(TimeSpan.FromSeconds(90), Cancelled);

        Assert.Equal(1, exitCode);
        Assert.Contains("error: 'front' did not start, so the application stops: it ended with exit code", host.Output, StringComparison.Ordinal);
        Assert.Contains("nonsense", host.Output, StringComparison.Ordinal);
        await host.UntilAloneAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{processId}"]);
        await kill.WaitForExitAsync(Cancelled);
    }
}
