namespace Arena.Inference.Configuration;

/// <summary>What the configuration needs to know of a driver. The drivers themselves need valid options.</summary>
/// <param name="Name">The value of <c>Driver</c>.</param>
/// <param name="Provider">A provider outside: it has its own address and key, and only the models that are named are used.</param>
internal sealed record DriverFacts(string Name, ProviderFacts? Provider = null);

/// <summary>How a provider is reached.</summary>
/// <param name="KeyVariable">The variable by which the provider's own tools know the key. A node appears when it is set.</param>
/// <param name="Url">Where it is; null where that depends on other settings.</param>
internal sealed record ProviderFacts(string KeyVariable, Uri? Url);
