using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Router.Routing;

/// <summary>When a query goes to tools, and to which model.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Router:Routing";

    /// <summary>From which probability a query with tools on offer goes to tools.</summary>
    [Range(0.0, 1.0)]
    public double ToolThreshold { get; set; } = 0.5;

    /// <summary>The same where no tool is on offer.</summary>
    [Range(0.0, 1.0)]
    public double ToolThresholdWithoutTools { get; set; } = 0.5;

    /// <summary>Public ids of the models that tool work is for, the preferred first. Empty: whichever model takes tools.</summary>
    public IList<string> ToolModels { get; } = [];

    /// <summary>How many of the users' own choices are kept; the oldest go first.</summary>
    [Range(1, 10_000_000)]
    public int MaxLabels { get; set; } = 100_000;

    /// <summary>How many tools one query may offer.</summary>
    [Range(0, 100_000)]
    public int MaxTools { get; set; } = 1024;

    public double ThresholdFor(int tools) => tools > 0 ? ToolThreshold : ToolThresholdWithoutTools;
}

[OptionsValidator]
internal sealed partial class RoutingOptionsValidator : IValidateOptions<RoutingOptions>;
