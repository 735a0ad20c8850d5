using System.Diagnostics;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>One client span per call, from the source <c>Grpc.Net.Client</c>; the span of the HTTP request is its child.</summary>
internal static class CallTelemetry
{
    private static readonly ActivitySource Source = new("Grpc.Net.Client");

    public static string UserAgent { get; } = $"grpc-dotnet-portable (.NET {Environment.Version})";

    public static Activity? Start(IMethod method) => Source
        .StartActivity(method.FullName[1..], ActivityKind.Client)?
        .SetTag(RpcTags.System, RpcTags.Grpc)
        .SetTag(RpcTags.Service, method.ServiceName)
        .SetTag(RpcTags.Method, method.Name);

    public static void Stop(Activity? activity, StatusCode code)
    {
        if (activity is null or { IsStopped: true })
        {
            return;
        }

        activity.SetTag(RpcTags.StatusCode, (int)code);
        if (code != StatusCode.OK)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        // Stop makes the span's parent current, wherever it is called; the caller may be within another span by now.
        var current = Activity.Current;
        activity.Stop();
        Activity.Current = ReferenceEquals(current, activity) ? activity.Parent : current;
    }
}
