using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Containers, on the Docker or Podman of this machine.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>Adds a container, with the newest image unless a tag is named.</summary>
    public static IResourceBuilder<ContainerResource> AddContainer(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string image, string? tag = null) =>
        builder.AddResource(new ContainerResource(name)).WithImage(image, tag ?? "latest");

    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource
    {
        builder.WithAnnotation(new ContainerImageAnnotation { Image = image, Tag = tag });
        return builder.WithAnnotation(new ProcessResourceAnnotation(
            context => Task.FromResult(ContainerCommand.Run(builder.Resource, context.Configuration))));
    }

    /// <summary>A volume that outlives the container; without a name one that ends with it.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));

    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(
            Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target, ContainerMountType.BindMount, isReadOnly));

    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerRuntimeArgsCallbackAnnotation(all =>
        {
            foreach (var arg in args)
            {
                all.Add(arg);
            }
        }));
}
