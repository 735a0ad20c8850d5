using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>What the headers and trailers of a response say.</summary>
internal static class ResponseHeaders
{
    /// <summary>Why a response is not gRPC; null if it is, or if it carries a gRPC status anyway.</summary>
    public static Status? Refuse(HttpResponseMessage response)
    {
        if (response.Version.Major < 2)
        {
            return new Status(StatusCode.Internal, $"Bad gRPC response. Response protocol downgraded to HTTP/{response.Version}.");
        }

        if (Find(response.Headers, GrpcHeaders.Status) is not null)
        {
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Status(
                MapHttpStatus(response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }

        var contentType = response.Content.Headers.ContentType?.MediaType;
        return GrpcHeaders.IsGrpcContentType(contentType)
            ? null
            : new Status(StatusCode.Unknown, $"Bad gRPC response. Invalid content-type value: {contentType ?? "none"}");
    }

    /// <summary>The status, or null if there is none.</summary>
    public static Status? ReadStatus(HttpResponseHeaders headers)
    {
        if (Find(headers, GrpcHeaders.Status) is not { } text)
        {
            return null;
        }

        var detail = GrpcMessageEncoding.Decode(Find(headers, GrpcHeaders.Message) ?? "");
        return !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new Status(StatusCode.Unknown, $"Unexpected grpc-status value: {text}")
            : new Status(Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown, detail);
    }

    public static Metadata ToMetadata(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (GrpcHeaders.IsReserved(name))
            {
                continue;
            }

            foreach (var value in values)
            {
                metadata.AddReceived(name, value);
            }
        }

        return metadata;
    }

    public static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <seealso href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md"/>
    private static StatusCode MapHttpStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
