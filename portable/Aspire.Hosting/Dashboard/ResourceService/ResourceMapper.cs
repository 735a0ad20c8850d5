using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;
using HealthCheckStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;
using Resource = Aspire.Hosting.Dashboard.Wire.Resource;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>A snapshot of the engine as the dashboard is told of it.</summary>
internal static class ResourceMapper
{
    public static async Task<Resource> MapAsync(ResourceEvent current, CancellationToken cancellationToken)
    {
        var (source, id, snapshot) = (current.Resource, current.ResourceId, current.Snapshot);
        var resource = new Resource
        {
            Name = id,
            Uid = id,
            DisplayName = source.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            CreatedAt = TimeOf(snapshot.CreationTimeStamp ?? DateTime.UnixEpoch),
            StartedAt = TimeOf(snapshot.StartTimeStamp),
            StoppedAt = TimeOf(snapshot.StopTimeStamp),
            IsHidden = snapshot.IsHidden,
            SupportsDetailedTelemetry = source is ProjectResource,
        };
        if (snapshot.IconName is { } icon)
        {
            resource.IconName = icon;
            resource.IconVariant = CommandMapper.Map(snapshot.IconVariant ?? ApplicationModel.IconVariant.Filled);
        }

        resource.Environment.AddRange(snapshot.EnvironmentVariables.Select(variable =>
            new EnvironmentVariable { Name = variable.Name, Value = variable.Value ?? "", IsFromSpec = variable.IsFromSpec }));
        resource.Urls.AddRange(snapshot.Urls.Select(MapUrl));
        resource.HealthReports.AddRange(snapshot.HealthReports.Select(MapReport));
        resource.Relationships.AddRange(RelationshipsOf(source, snapshot).Select(relation =>
            new ResourceRelationship { ResourceName = relation.ResourceName, Type = relation.Type }));
        resource.Commands.AddRange(snapshot.Commands.Where(command => command.Visibility.HasFlag(ResourceCommandVisibility.UI)).Select(CommandMapper.Map));
        resource.Properties.AddRange(await ResourceProperties.OfAsync(source, snapshot, cancellationToken));
        return resource;
    }

    private static IEnumerable<RelationshipSnapshot> RelationshipsOf(IResource source, CustomResourceSnapshot snapshot) =>
        (source is IResourceWithParent child ? snapshot.Relationships.Add(new(child.Parent.Name, KnownRelationshipTypes.Parent)) : snapshot.Relationships).Distinct();

    private static Url MapUrl(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = url.IsInactive,
        DisplayProperties = new() { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
    };

    private static HealthReport MapReport(HealthReportSnapshot report)
    {
        var mapped = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = TimeOf(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            mapped.Status = status switch
            {
                HealthCheckStatus.Healthy => HealthStatus.Healthy,
                HealthCheckStatus.Degraded => HealthStatus.Degraded,
                _ => HealthStatus.Unhealthy,
            };
        }

        return mapped;
    }

    private static Timestamp? TimeOf(DateTime? moment) => moment is { } time ? Timestamp.FromDateTime(time.ToUniversalTime()) : null;
}
