using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Router.Sessions;

/// <summary>How long Redis may take.</summary>
internal sealed class RedisOptions
{
    public const string Section = "Router:Redis";

    /// <summary>After which a call is given up and answered with UNAVAILABLE. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>;
