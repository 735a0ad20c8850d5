using Microsoft.AspNetCore.Components;

namespace Arena.Web.Components;

/// <summary>A component of a page that the server renders once, for one request: when everything that it shows is there.</summary>
public abstract class PageComponent : ComponentBase
{
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    /// <summary>A component as it comes renders before it has loaded, and again after; a page without script needs only the second.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Fetches what is shown; parameters are set.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;
}
