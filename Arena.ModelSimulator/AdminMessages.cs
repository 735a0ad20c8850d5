using System.Text.Json.Serialization;
using Arena.ModelSimulator.Configuration;
using Arena.ModelSimulator.Faults;

namespace Arena.ModelSimulator;

/// <summary>A model as it truly is.</summary>
internal sealed record AdminModel(string Id, string DisplayName, string Family, double Strength, int Verbosity, AnswerStyle Style,
    double TimeToFirstTokenSeconds, double TokensPerSecond, int VramMib, double LoadSeconds, double WakeSeconds, int ContextLength)
{
    public static AdminModel From(SimulatedModel model) => new(model.Id, model.Options.DisplayName, model.Options.Family, model.Options.Strength,
        model.Options.Verbosity, model.Options.Style, model.Options.TimeToFirstTokenSeconds, model.Options.TokensPerSecond, model.Options.VramMib,
        model.Options.LoadSeconds, model.Options.WakeSeconds, model.Options.ContextLength);
}

/// <summary>What is going on: memory in MiB, requests that are answered, and requests that wait to be.</summary>
internal sealed record AdminNode(NodeProtocol Protocol, int VramMib, int VramUsedMib, int RunningRequests, int WaitingRequests);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<AdminModel>))]
[JsonSerializable(typeof(AdminNode))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(List<Fault>))]
internal sealed partial class AdminJson : JsonSerializerContext;
