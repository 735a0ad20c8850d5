using Microsoft.AspNetCore.Http.Metadata;

namespace Arena.Web.Battles.Api;

/// <summary>The largest request of an endpoint, in bytes; read by the routing middleware.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
