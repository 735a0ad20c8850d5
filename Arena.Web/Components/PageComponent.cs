using Microsoft.AspNetCore.Components;

namespace Arena.Web.Components;

/// <summary>A component of a page that the server renders once, for one request.</summary>
public abstract class PageComponent : ComponentBase
{
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;
}
