using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Values and connection strings from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is configured as <c>Parameters:{name}</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false) =>
        builder.AddParameter(name, $"Parameters:{name}", secret, fallback: null);

    /// <summary>Adds a parameter with a value that configuration may override.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, $"Parameters:{name}", secret, valueGetter);

    /// <inheritdoc cref="AddParameter(IDistributedApplicationBuilder, string, Func{string}, bool, bool)"/>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, $"Parameters:{name}", secret, () => value);

    /// <summary>
    /// Adds a parameter with a default that configuration may override; one that is to persist is made once and kept in the
    /// application's store, here in a file that only its owner reads.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddParameter(name, $"Parameters:{name}", secret, persist ? () => KeptParameters.ReadOrKeep(builder, name, value) : value.GetDefaultValue);

    /// <summary>Adds a parameter whose value is configured under a key of its own.</summary>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string configurationKey, bool secret = false) =>
        builder.AddParameter(name, configurationKey, secret, fallback: null);

    /// <summary>Adds a connection string that is configured as <c>ConnectionStrings:{name}</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string? environmentVariableName = null)
    {
        var configuration = builder.Configuration;
        var value = new ParameterResource(name, _ => configuration.GetConnectionString(name)
            ?? throw new MissingParameterValueException($"The connection string '{name}' is not configured (ConnectionStrings:{name})."), secret: true);
        return builder.AddResource(new ConfiguredConnectionString(name, value, environmentVariableName));
    }

    private static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string key, bool secret, Func<string>? fallback)
    {
        var configuration = builder.Configuration;
        return builder.AddResource(new ParameterResource(name, _ => configuration[key] ?? fallback?.Invoke()
            ?? throw new MissingParameterValueException($"The parameter '{name}' has no value: configure {key}."), secret));
    }

    private sealed class ConfiguredConnectionString(string name, ParameterResource value, string? variable)
        : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
    {
        public ReferenceExpression ConnectionStringExpression { get; } = ReferenceExpression.Create($"{value}");

        public string? ConnectionStringEnvironmentVariable => variable;
    }
}
