using System.Collections.Frozen;

namespace Arena.Ratings.Imports;

/// <summary>Public sets name languages in English or by code; boards know them by code.</summary>
internal static class Languages
{
    private const string Known =
        "English en Chinese zh German de French fr Spanish es Portuguese pt Italian it Russian ru Japanese ja Korean ko Polish pl Turkish tr Vietnamese vi " +
        "Arabic ar Dutch nl Czech cs Ukrainian uk Persian fa Hindi hi Thai th Greek el Hebrew he Hungarian hu Indonesian id Swedish sv Romanian ro Finnish fi Danish da";

    private static readonly FrozenDictionary<string, string> Codes =
        Known.Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The code of a language named in English; a code stays as it is; null for what is neither.</summary>
    public static string? CodeOf(string name) =>
        Codes.TryGetValue(name, out var code) ? code : name.Length is 2 or 3 && name.All(char.IsAsciiLetter) ? name.ToLowerInvariant() : null;
}
