namespace Aspire.Hosting.Dashboard;

/// <summary>Where people find the dashboard, from the moment at which it answers for the first time.</summary>
internal sealed class DashboardAnnouncement
{
    /// <summary>Under which the engine logs what happens to the dashboard.</summary>
    public const string LogName = "dashboard";

    private readonly TaskCompletionSource<Uri> _loginUrl = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Uri> LoginUrl => _loginUrl.Task;

    public void Publish(Uri loginUrl) => _loginUrl.TrySetResult(loginUrl);
}
