using System.Reflection;
using Arena.LocalServers;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>A service whose Main runs on a thread of this process, so that one debugger reaches all of them.</summary>
internal sealed class InProcessService : IReplicaProcess
{
    private readonly ResourceLoggerService _loggers;
    private readonly OutputTail _tail = new(capacity: 10);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IHostApplicationLifetime> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isStopping;

    private InProcessService(IResource resource, ResourceInstance instance, ResourceLoggerService loggers) =>
        (Resource, Instance, _loggers) = (resource, instance, loggers);

    public IResource Resource { get; }

    public ResourceInstance Instance { get; }

    public int ProcessId => Environment.ProcessId;

    public Task<int> Exited => _exited.Task;

    public bool IsStopping => Volatile.Read(ref _isStopping) != 0;

    public string LastOutput => _tail.Lines.Count == 0 ? "" : $" Its last lines:{Environment.NewLine}{_tail}";

    public static InProcessService Start(IResource resource, ResourceInstance instance, ExecutionConfiguration configuration, ResourceLoggerService loggers)
    {
        var (folder, assembly) = ProcessLauncher.OutputOf((ProjectResource)resource);
        var service = new InProcessService(resource, instance, loggers);
        var arguments = ServiceArguments.Of(configuration, folder, Path.GetFileNameWithoutExtension(assembly));
        new Thread(() => service.RunMain(assembly, arguments)) { IsBackground = true, Name = instance.Id }.Start();
        return service;
    }

    /// <summary>A thread cannot be killed: one that does not end is left behind, and the answer says so.</summary>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        Interlocked.Exchange(ref _isStopping, 1);
        await Task.WhenAny(_built.Task, _exited.Task);
        if (_built.Task.IsCompletedSuccessfully && !_exited.Task.IsCompleted)
        {
            (await _built.Task).StopApplication();
        }

        if (await Task.WhenAny(_exited.Task, Task.Delay(grace)) == _exited.Task)
        {
            return true;
        }

        _exited.TrySetResult(1);
        return false;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void RunMain(string file, string[] arguments)
    {
        using var listener = new HostListener(Adopt, Attach);
        var context = new ServiceLoadContext(file);
        using var scope = context.EnterContextualReflection();
        try
        {
            var main = context.LoadFromAssemblyPath(file).EntryPoint ?? throw new InvalidOperationException($"'{file}' has no Main.");
            var code = main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, main.GetParameters().Length == 0 ? null : [arguments], culture: null);
            _exited.TrySetResult(code as int? ?? 0);
        }
        catch (Exception e)
        {
            // What would end a process of its own ends this service only.
            Write($"Unhandled exception. {e.GetType().FullName}: {e.Message}", isError: true);
            _exited.TrySetResult(1);
        }
    }

    // Ctrl+C is for the application host, which ends its services in their order.
    private static void Adopt(IHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<IHostLifetime, HostedLifetime>());

    private void Attach(IHost host)
    {
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(new ResourceLoggerProvider(Write));
        _built.TrySetResult(host.Services.GetRequiredService<IHostApplicationLifetime>());
    }

    private void Write(string text, bool isError)
    {
        _tail.Add(text);
        _loggers.Add(Instance.Id, text, isError);
    }
}
