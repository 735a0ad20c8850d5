using System.Reflection;
using Aspire.Hosting.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs an AppHost's own Main on a thread of its own, stops it where it builds its application, and lets it go on when the test says so.
/// </summary>
internal sealed class AppHostUnderTest(Assembly assembly, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    : BuilderInterceptor, IAsyncDisposable
{
    private readonly TestStore _store = new();
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _building = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEvent _mayBuild = new(initialState: false);
    private readonly ManualResetEvent _released = new(initialState: false);

    public override WaitHandle Released => _released;

    public Task<DistributedApplicationBuilder> RunToBuildAsync(CancellationToken cancellationToken)
    {
        var main = new Thread(RunMain) { IsBackground = true, Name = $"Main of {assembly.GetName().Name}" };
        main.Start();
        return _building.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.Set();
        return _built.Task.WaitAsync(cancellationToken);
    }

    public override void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.AssemblyName = assembly.FullName;
        options.EnableResourceLogging ??= false;
        options.DisableDashboard = true;
        settings.EnvironmentName ??= Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Development;
        settings.Configuration = new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection(_store.Settings);
        configure(options, settings);
    }

    public override void Created(DistributedApplicationBuilder builder)
    {
        // What the builder needs is there; Main may ask anything of it.
    }

    public override void Building(DistributedApplicationBuilder builder)
    {
        _building.TrySetResult(builder);
        _mayBuild.WaitOne();
        if (_released.WaitOne(0))
        {
            throw new OperationCanceledException("The test ended before it built the application.");
        }
    }

    public override void Built(DistributedApplication application) => _built.TrySetResult(application);

    /// <summary>A test that keeps only the application may dispose of it alone.</summary>
    public override void Disposed()
    {
        _released.Set();
        _store.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _released.Set();
        _mayBuild.Set();
        await _ended.Task;
        if (_built.Task.IsCompletedSuccessfully)
        {
            await (await _built.Task).DisposeAsync();
        }

        _store.Dispose();
        _mayBuild.Dispose();
        _released.Dispose();
    }

    private void RunMain()
    {
        Current = this;
        try
        {
            var entryPoint = assembly.EntryPoint ?? throw new InvalidOperationException($"'{assembly.GetName().Name}' has no Main.");
            // An asynchronous Main has a synchronous entry point around it.
            entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? null : [args]);
            Fail(new InvalidOperationException($"The Main of '{assembly.GetName().Name}' ended without building an application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException ?? e);
        }
        catch (InvalidOperationException e)
        {
            Fail(e);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Fail(Exception exception)
    {
        _building.TrySetException(exception);
        _built.TrySetException(exception);
    }
}
