namespace Arena.Router.Routing;

/// <summary>Where a query can go.</summary>
internal static class Routes
{
    public const string Arena = "arena";
    public const string Tools = "tools";
}
