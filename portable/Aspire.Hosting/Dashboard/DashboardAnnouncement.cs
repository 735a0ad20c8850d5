namespace Aspire.Hosting.Dashboard;

/// <summary>Where people find the dashboard, from the moment at which it answers for the first time.</summary>
internal sealed class DashboardAnnouncement
{
    /// <summary>Under which the engine logs what happens to the dashboard.</summary>
    public const string LogName = "aspire-dashboard";

    private readonly TaskCompletionSource _published = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null as long as it has not answered.</summary>
    public Uri? LoginUrl { get; private set; }

    public Task Published => _published.Task;

    public void Publish(Uri loginUrl)
    {
        LoginUrl = loginUrl;
        _published.TrySetResult();
    }
}
