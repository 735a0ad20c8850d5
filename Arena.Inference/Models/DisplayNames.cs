namespace Arena.Inference.Models;

/// <summary>What people read in place of an id.</summary>
internal static class DisplayNames
{
    private const string SimulatedMark = "(simulated)";
    private const string SimulatedPrefix = "sim-";

    /// <summary>The given name, else one made from the id: <c>sim-aurora</c> → <c>Aurora (simulated)</c>. A simulated model always says so.</summary>
    public static string For(string id, string? given, bool simulated)
    {
        var name = !string.IsNullOrWhiteSpace(given) ? given.Trim() : simulated ? FromSimulatedId(id) : id;
        return simulated && !name.Contains(SimulatedMark, StringComparison.OrdinalIgnoreCase) ? $"{name} {SimulatedMark}" : name;
    }

    private static string FromSimulatedId(string id)
    {
        var bare = id.StartsWith(SimulatedPrefix, StringComparison.Ordinal) ? id[SimulatedPrefix.Length..] : id;
        return string.Join(' ', bare.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
