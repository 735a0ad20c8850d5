using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Arena.LocalServers.Processes;

/// <summary>
/// The job object that ends our children with us, and Ctrl+Break as the request to stop.
/// See https://learn.microsoft.com/windows/win32/procthread/job-objects.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class Windows
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;
    private const uint CtrlBreakEvent = 1;

    // Never closed by us: the system closes it when this process ends, and that is the point.
    private static readonly Lazy<IntPtr> Job = new(CreateJob);

    public static void AssignToJob(Process process)
    {
        if (!AssignProcessToJobObject(Job.Value, process.Handle) && !process.HasExited)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public static void SendCtrlBreak(int processGroup) => GenerateConsoleCtrlEvent(CtrlBreakEvent, (uint)processGroup);

    private static IntPtr CreateJob()
    {
        var job = CreateJobObject(IntPtr.Zero, null);
        var limits = new ExtendedLimits { Basic = new() { LimitFlags = KillOnJobClose } };
        if (job == IntPtr.Zero || !SetInformationJobObject(job, ExtendedLimitInformation, in limits, (uint)Marshal.SizeOf<ExtendedLimits>()))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return job;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial IntPtr CreateJobObject(IntPtr attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(IntPtr job, int kind, in ExtendedLimits limits, uint size);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(IntPtr job, IntPtr process);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint kind, uint processGroup);

    // JOBOBJECT_BASIC_LIMIT_INFORMATION
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public UIntPtr MinimumWorkingSetSize;
        public UIntPtr MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public UIntPtr Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with its IO_COUNTERS
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WriteBytes;
        public ulong OtherBytes;
        public UIntPtr ProcessMemoryLimit;
        public UIntPtr JobMemoryLimit;
        public UIntPtr PeakProcessMemoryUsed;
        public UIntPtr PeakJobMemoryUsed;
    }
}
