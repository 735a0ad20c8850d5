using System.Collections.Concurrent;
using System.Globalization;

namespace Arena.Compare.Tests.Documents;

/// <summary>
/// Watches every program that this process starts meanwhile, and whatever those start, by /proc (proc(5)): what the kernel lets it use, and
/// the most memory that it had. What ends between two looks is not seen in its last millisecond: the kernel's own limit covers that.
/// </summary>
internal sealed class ReaderWatch : IDisposable
{
    private const int MillisecondsBetweenLooks = 1;
    private const long KiB = 1024;

    private readonly HashSet<string> _before = [.. ChildrenOf("self")];
    private readonly ConcurrentDictionary<(string Pid, string Program), WatchedProgram> _seen = [];
    private readonly string _own = ProgramOf("self")!;
    private readonly Thread _looking;
    private volatile bool _ended;

    public ReaderWatch()
    {
        _looking = new(LookUntilTheEnd) { IsBackground = true };
        _looking.Start();
    }

    /// <summary>What was seen; the shell that sets the limits only until it becomes the program.</summary>
    public IReadOnlyList<WatchedProgram> Seen => [.. _seen.Values];

    /// <summary>Programs that are still there.</summary>
    public IReadOnlyList<string> Left => [.. _seen.Where(one => StartOf(one.Key.Pid) == one.Value.Start).Select(one => one.Key.Program)];

    public void Dispose()
    {
        _ended = true;
        _looking.Join();
    }

    private void LookUntilTheEnd()
    {
        while (!_ended)
        {
            Look();
            Thread.Sleep(MillisecondsBetweenLooks);
        }
    }

    private void Look()
    {
        var waiting = new Stack<string>(ChildrenOf("self").Where(pid => !_before.Contains(pid)));
        while (waiting.TryPop(out var pid))
        {
            // A child that is not yet the program it will be shares our memory (vfork(2)).
            if (ProgramOf(pid) is { } program && program != _own && StartOf(pid) is { } start && Read($"/proc/{pid}/status") is { } status)
            {
                var seen = _seen.GetOrAdd((pid, program), _ => new(Path.GetFileName(program), start, LimitsOf(pid)));
                seen.PeakBytes = Math.Max(seen.PeakBytes, PeakOf(status));
            }

            foreach (var child in ChildrenOf(pid))
            {
                waiting.Push(child);
            }
        }
    }

    private static string? ProgramOf(string pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static IEnumerable<string> ChildrenOf(string pid)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{pid}/task")
                .SelectMany(thread => (Read($"{thread}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    // 1234 (node) S 1 … : the start is the 22nd field, the name may hold anything.
    private static string? StartOf(string pid) => Read($"/proc/{pid}/stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19] : null;

    // VmHWM:     51234 kB
    private static long PeakOf(string status) =>
        Lines(status, "VmHWM:").Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * KiB).FirstOrDefault();

    // Max data size             268435456            268435456            bytes
    private static string LimitsOf(string pid) => string.Join(
        ", ",
        from name in (string[])["cpu time", "file size", "data size", "core file size"]
        from line in Lines(Read($"/proc/{pid}/limits") ?? "", $"Max {name} ")
        select $"{name} {line[$"Max {name} ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]}");

    private static IEnumerable<string> Lines(string text, string start) => text.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal));

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended
        }
    }
}

/// <summary>A program that was watched.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Start">By which another process of the same number is told from it.</param>
/// <param name="Limits">What the kernel lets it use.</param>
internal sealed record WatchedProgram(string Name, string Start, string Limits)
{
    /// <summary>Resident memory, its files in it.</summary>
    public long PeakBytes { get; set; }
}
