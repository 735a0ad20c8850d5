using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration.InProcess;

/// <summary>Whether projects run in this process, for a debugger that is attached to it alone: <c>AppHost:InProcess</c>.</summary>
internal sealed class InProcessMode(IConfiguration configuration)
{
    public const string Key = "AppHost:InProcess";

    private readonly bool _isOn = configuration.GetValue(Key, false);

    public bool Hosts(IResource resource) => _isOn && resource is ProjectResource;
}
