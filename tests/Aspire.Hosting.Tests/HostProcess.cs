using System.Collections.Immutable;
using Arena.LocalServers.Processes;

namespace Aspire.Hosting.Tests;

/// <summary>The test AppHost as a process of its own, all of whose descendants carry a mark in their environment.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Mark = "ARENA_TEST_MARK";

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private readonly ChildProcess _process;

    public HostProcess(string store, int port, params string[] more)
    {
        string[] arguments = ["exec", TestProjects.AppHostAssembly, $"--Aspire:Store:Path={store}", $"--Port={port}", "--Replicas=1", "--no-dashboard", .. more];
        var environment = ImmutableDictionary<string, string?>.Empty.Add(Mark, _mark).Add("DOTNET_ENVIRONMENT", "Development");
        _process = ChildProcess.Start(new(ExecutableSearch.OnPath("dotnet")!, [.. arguments]) { Environment = environment }, Read);
    }

    public int Id => _process.Id;

    public Task<int> Exited => _process.Exited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Completes when all resources are up; fails with the output when the host ends before.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_ready.Task, Exited).WaitAsync(cancellationToken);
        Assert.True(_ready.Task.IsCompleted, Output);
    }

    /// <summary>The host, its resources, and theirs.</summary>
    public IReadOnlyList<int> Family() => Processes.WithEnvironment(Mark, _mark);

    public async Task UntilAloneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (Family().Count > 0 && TimeProvider.System.GetElapsedTime(start) < limit)
        {
            await Task.Delay(100, cancellationToken);
        }

        Assert.Empty(Family());
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Read(OutputLine line)
    {
        lock (_output)
        {
            _output.Add(line.Text);
        }

        if (line.Text.StartsWith("Ready: ", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
