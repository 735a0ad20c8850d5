namespace Arena.Ratings.CommandLine;

/// <summary>Shows how far long work is.</summary>
internal interface IProgressBars
{
    /// <summary>Starts a bar.</summary>
    /// <param name="total">In units of the work; 0 when unknown.</param>
    ProgressBar Start(string what, long total);
}

/// <summary>Bars on a terminal's standard error; where that is a file or a pipe, none.</summary>
internal sealed class ProgressBars(TextWriter? terminal, TimeProvider time) : IProgressBars
{
    public static ProgressBars On(TextWriter error) => new(ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? error : null, TimeProvider.System);

    public ProgressBar Start(string what, long total) => new(terminal, time, what, total);
}

/// <summary>
/// One line that is written over: <c>reading [█████░░░░░]  50 %</c>. It appears after a moment, since most work is done by then, and leaves nothing.
/// </summary>
internal sealed class ProgressBar(TextWriter? terminal, TimeProvider time, string what, long total) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _drawnAt = time.GetTimestamp();
    private long _done;
    private bool _visible;

    /// <summary>Adds work that is done; from any thread.</summary>
    public void Add(long work)
    {
        var done = Interlocked.Add(ref _done, work);
        if (terminal is null || time.GetElapsedTime(Volatile.Read(ref _drawnAt)) < Pause)
        {
            return;
        }

        lock (_gate)
        {
            Draw(terminal, done);
        }
    }

    public void Dispose()
    {
        if (_visible)
        {
            terminal?.Write("\r\e[K");
        }
    }

    private void Draw(TextWriter line, long done)
    {
        var share = total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0;
        var filled = (int)(share * Width);
        line.Write($"\r{what} [{new string('█', filled)}{new string('░', Width - filled)}] {share * 100,3:F0} %");
        Volatile.Write(ref _drawnAt, time.GetTimestamp());
        _visible = true;
    }
}
