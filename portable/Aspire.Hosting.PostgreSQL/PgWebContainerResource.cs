namespace Aspire.Hosting.ApplicationModel;

/// <summary>pgweb, a page to look into databases. Described, never started: it comes as a container only.</summary>
public sealed class PgWebContainerResource(string name) : ContainerResource(name);
