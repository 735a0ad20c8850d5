using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The arguments and the environment that one replica starts with.</summary>
internal sealed record ExecutionConfiguration(ImmutableArray<string> Arguments, ImmutableSortedDictionary<string, string?> Environment)
{
    /// <summary>Runs the callbacks of a resource and resolves what they gave.</summary>
    public static async Task<ExecutionConfiguration> BuildAsync(
        IResource resource, ResourceInstance instance, DistributedApplicationExecutionContext executionContext, ILogger logger, CancellationToken cancellationToken)
    {
        var environment = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(environment);
        }

        var arguments = new CommandLineArgsCallbackContext([], resource, cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(arguments);
        }

        var caller = new ValueProviderContext { Caller = resource, ExecutionContext = executionContext, ReplicaIndex = instance.Index };
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in environment.EnvironmentVariables)
        {
            variables[name] = await ResolveAsync(value, caller, cancellationToken);
        }

        var resolved = ImmutableArray.CreateBuilder<string>();
        foreach (var argument in arguments.Args)
        {
            resolved.Add(await ResolveAsync(argument, caller, cancellationToken) ?? "");
        }

        return new(resolved.ToImmutable(), variables.ToImmutable());
    }

    private static async ValueTask<string?> ResolveAsync(object value, ValueProviderContext caller, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(caller, cancellationToken) : value.ToString();
}
