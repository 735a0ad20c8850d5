using System.Collections.Immutable;

namespace Arena.Inference.Nodes;

/// <summary>What a probe found.</summary>
internal abstract record ProbeResult
{
    /// <summary>The process answers and says what it has.</summary>
    public sealed record Healthy(ImmutableArray<DiscoveredModel> Models) : ProbeResult;

    /// <summary>The process answers, but its list of models could not be read.</summary>
    public sealed record WithoutModels(string Reason) : ProbeResult;

    /// <summary>No answer in time: dead, hung, or only saturated.</summary>
    public sealed record Missed(string Reason) : ProbeResult;

    /// <summary>Refused, or an error status.</summary>
    public sealed record Failed(string Reason) : ProbeResult;
}
