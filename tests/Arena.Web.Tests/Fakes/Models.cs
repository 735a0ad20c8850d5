namespace Arena.Web.Tests.Fakes;

/// <summary>Two models whose every name carries a word that must not get out before the vote.</summary>
public static class Models
{
    public const string Marker = "XyzzyMarker";
    public const string A = "sim-XyzzyMarker-a";
    public const string B = "sim-XyzzyMarker-b";

    public static string DisplayName(string id) => $"{id} (simulated)";
}
