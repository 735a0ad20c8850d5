namespace Arena.Inference.Configuration.ApiEndpoints;

/// <summary>An entry of an <c>api_endpoints.json</c>, as far as it means something here.</summary>
/// <param name="Id">The key of the entry: the public id.</param>
/// <param name="Model">The name that the server knows the model by.</param>
/// <param name="Driver">Empty when the entry is disabled.</param>
/// <param name="Url">Null: the provider's own.</param>
/// <param name="ApiKey">Null: the provider's own variable.</param>
/// <param name="About">What the entry says of the model: names, family, prompt, settings. It has no deployment yet.</param>
/// <param name="Disabled">Why the entry cannot be used.</param>
internal sealed record ApiEndpoint(
    string Id, string Model, string Driver, Uri? Url, string? ApiKey, ModelOptions About, string? Disabled)
{
    public static ApiEndpoint Unusable(string id, string reason) => new(id, "", "", Url: null, ApiKey: null, new(), reason);

    /// <summary>The id alone: the record's own text would show the key.</summary>
    public override string ToString() => Id;
}
