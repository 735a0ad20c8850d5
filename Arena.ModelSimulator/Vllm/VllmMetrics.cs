using System.Globalization;
using System.Text;

namespace Arena.ModelSimulator.Vllm;

/// <summary>What vLLM's <c>/metrics</c> says of one engine, in the Prometheus text format 0.0.4.</summary>
internal sealed class VllmMetrics(string model)
{
    private static readonly double[] Seconds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
    private static readonly double[] TokensPerStep = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];
    private static readonly string[] Reasons = ["stop", "length", "abort", "error", "repetition"];

    private readonly Lock _lock = new();
    private readonly Histogram _timeToFirstToken = new(Seconds);
    private readonly Histogram _interToken = new(Seconds);
    private readonly Histogram _total = new(Seconds);
    private readonly Histogram _queue = new(Seconds);
    private readonly Histogram _prefill = new(Seconds);
    private readonly Histogram _decode = new(Seconds);
    private readonly Histogram _iterations = new(TokensPerStep);
    private readonly Dictionary<string, long> _finished = Reasons.ToDictionary(reason => reason, _ => 0L, StringComparer.Ordinal);
    private int _running;
    private int _waiting;
    private long _promptTokens;
    private long _generatedTokens;

    public int NowRunning
    {
        get { lock (_lock) { return _running; } }
    }

    public int NowWaiting
    {
        get { lock (_lock) { return _waiting; } }
    }

    public void Queued(int change)
    {
        lock (_lock) { _waiting += change; }
    }

    public void Running(int change)
    {
        lock (_lock) { _running += change; }
    }

    public void FirstToken(TimeSpan sinceQueued)
    {
        lock (_lock)
        {
            _timeToFirstToken.Observe(sinceQueued.TotalSeconds);
            Step_NeedsLock();
        }
    }

    public void NextToken(TimeSpan sinceLast)
    {
        lock (_lock)
        {
            _interToken.Observe(sinceLast.TotalSeconds);
            Step_NeedsLock();
        }
    }

    public void Finished(string reason, int promptTokens, TimeSpan total, TimeSpan queue, TimeSpan prefill, TimeSpan decode)
    {
        lock (_lock)
        {
            _finished[reason]++;
            _promptTokens += promptTokens;
            _total.Observe(total.TotalSeconds);
            _queue.Observe(queue.TotalSeconds);
            _prefill.Observe(prefill.TotalSeconds);
            _decode.Observe(decode.TotalSeconds);
        }
    }

    /// <summary>Writes one family after the other, each with all engines: the format wants a family in one piece.</summary>
    public static string Write(IReadOnlyList<VllmMetrics> engines)
    {
        var text = new StringBuilder();
        Family("num_requests_running", "gauge", "Number of requests in model execution batches.", engine => [engine.Line("num_requests_running", engine._running)]);
        Family("num_requests_waiting", "gauge", "Number of requests waiting to be processed.", engine => [engine.Line("num_requests_waiting", engine._waiting)]);
        Family("kv_cache_usage_perc", "gauge", "KV-cache usage. 1 means 100 percent usage.", engine => [engine.Line("kv_cache_usage_perc", Math.Min(1, engine._running / 256.0))]);
        Family("prefix_cache_queries", "counter", "Prefix cache queries, in terms of number of queried tokens.", engine => [engine.Line("prefix_cache_queries_total", engine._promptTokens)]);
        Family("prefix_cache_hits", "counter", "Prefix cache hits, in terms of number of cached tokens.", engine => [engine.Line("prefix_cache_hits_total", 0)]);
        Family("num_preemptions", "counter", "Cumulative number of preemption from the engine.", engine => [engine.Line("num_preemptions_total", 0)]);
        Family("prompt_tokens", "counter", "Number of prefill tokens processed.", engine => [engine.Line("prompt_tokens_total", engine._promptTokens)]);
        Family("generation_tokens", "counter", "Number of generation tokens processed.", engine => [engine.Line("generation_tokens_total", engine._generatedTokens)]);
        Family("request_success", "counter", "Count of successfully processed requests.", engine =>
            Reasons.Select(reason => engine.Line("request_success_total", engine._finished[reason], $",finished_reason=\"{reason}\"")));
        Family("iteration_tokens_total", "histogram", "Histogram of number of tokens per engine_step.", engine => engine._iterations.Lines(engine, "iteration_tokens_total"));
        Family("time_to_first_token_seconds", "histogram", "Histogram of time to first token in seconds.", engine => engine._timeToFirstToken.Lines(engine, "time_to_first_token_seconds"));
        Family("inter_token_latency_seconds", "histogram", "Histogram of inter-token latency in seconds.", engine => engine._interToken.Lines(engine, "inter_token_latency_seconds"));
        Family("e2e_request_latency_seconds", "histogram", "Histogram of e2e request latency in seconds.", engine => engine._total.Lines(engine, "e2e_request_latency_seconds"));
        Family("request_queue_time_seconds", "histogram", "Histogram of time spent in WAITING phase for request.", engine => engine._queue.Lines(engine, "request_queue_time_seconds"));
        Family("request_prefill_time_seconds", "histogram", "Histogram of time spent in PREFILL phase for request.", engine => engine._prefill.Lines(engine, "request_prefill_time_seconds"));
        Family("request_decode_time_seconds", "histogram", "Histogram of time spent in DECODE phase for request.", engine => engine._decode.Lines(engine, "request_decode_time_seconds"));
        return text.ToString();

        void Family(string name, string type, string help, Func<VllmMetrics, IEnumerable<string>> lines)
        {
            text.Append($"# HELP vllm:{name} {help}\n# TYPE vllm:{name} {type}\n");
            foreach (var engine in engines)
            {
                lock (engine._lock)
                {
                    foreach (var line in lines(engine))
                    {
                        text.Append(line).Append('\n');
                    }
                }
            }
        }
    }

    private void Step_NeedsLock()
    {
        _generatedTokens++;
        _iterations.Observe(1);
    }

    private string Line(string name, double value, string labels = "") =>
        string.Create(CultureInfo.InvariantCulture, $"vllm:{name}{{engine=\"0\"{labels},model_name=\"{model}\"}} {(value == Math.Floor(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : value)}");

    private sealed class Histogram(double[] bounds)
    {
        private readonly long[] _counts = new long[bounds.Length];
        private long _count;
        private double _sum;

        public void Observe(double value)
        {
            _count++;
            _sum += value;
            for (var i = 0; i < bounds.Length; i++)
            {
                if (value <= bounds[i])
                {
                    _counts[i]++; // cumulative, as the format wants it
                }
            }
        }

        public IEnumerable<string> Lines(VllmMetrics engine, string name) =>
        [
            .. bounds.Select((bound, i) => engine.Line($"{name}_bucket", _counts[i], $",le=\"{bound.ToString("0.0##", CultureInfo.InvariantCulture)}\"")),
            engine.Line($"{name}_bucket", _count, ",le=\"+Inf\""),
            engine.Line($"{name}_count", _count),
            engine.Line($"{name}_sum", _sum),
        ];
    }
}
