namespace Aspire.Hosting.ApplicationModel;

/// <summary>The names of the commands that the engine gives to processes.</summary>
public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
    public static readonly string StopCommand = "stop";
    public static readonly string RestartCommand = "restart";
}
