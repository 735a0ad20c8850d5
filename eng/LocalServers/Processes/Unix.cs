using System.Runtime.InteropServices;

namespace Arena.LocalServers.Processes;

/// <summary>The three calls of the C library that .NET does not offer.</summary>
internal static partial class Unix
{
    private const int NoSuchProcess = 3; // ESRCH, the same on Linux and macOS

    /// <summary>Sends a signal to a process; a negative id means the whole process group. False when there is none.</summary>
    public static bool Signal(int processId, int signal) => Kill(processId, signal) == 0;

    /// <summary>Whether the process exists, also one of another user.</summary>
    public static bool Exists(int processId) => Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    /// <summary>Gives a file or folder to another user.</summary>
    public static void ChangeOwner(string path, ServerAccount account)
    {
        if (Chown(path, account.UserId, account.GroupId) != 0)
        {
            throw new IOException($"'{path}' cannot be given to user id {account.UserId} (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);
}
