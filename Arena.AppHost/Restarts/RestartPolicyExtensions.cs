using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Arena.AppHost.Restarts;

/// <summary>
/// Brings resources back that ended without being asked to. Aspire leaves them where they are, so this is ours, on the API that Aspire
/// and the portable engine share (docs/decisions/0005-who-brings-a-dead-process-back.md).
/// </summary>
internal static class RestartPolicyExtensions
{
    public static IResourceBuilder<T> WithRestartPolicy<T>(this IResourceBuilder<T> resource)
        where T : IResource
    {
        var services = resource.ApplicationBuilder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ResourceRestarter>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RestartOptions>().BindConfiguration(RestartOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return resource.WithAnnotation(new RestartPolicyAnnotation(), ResourceAnnotationMutationBehavior.Replace);
    }
}

/// <summary>The resource is to be brought back.</summary>
internal sealed class RestartPolicyAnnotation : IResourceAnnotation;
