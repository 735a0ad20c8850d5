using System.Collections.Concurrent;
using Arena.Inference.Configuration;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Nodes.Health;

/// <summary>How the engine of each model on each node is, beyond what its probes say. Thread-safe.</summary>
internal sealed class EngineHealth(IOptions<InferenceOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Node, string Model), Engine> _engines = new();
    private readonly ProbeOptions _probes = options.Value.Probes;

    /// <summary>Why the model is not to be asked on that node; empty when nothing is known against it.</summary>
    public string Complaint(string node, string model) => _engines.TryGetValue((node, model), out var engine) ? engine.Read(known => known.Complaint) : "";

    /// <summary>Whether a canary would tell something new: something is wrong, or nobody was answered for a while.</summary>
    public bool NeedsCanary(string node, string model, bool whenIdle) =>
        EngineOf(node, model).Read(engine => engine.Complaint.Length > 0
            || (whenIdle && engine.Watch.Idle && time.GetUtcNow() - engine.AnsweredAt >= _probes.Canary.Interval));

    public void Observe(string node, EngineVitals vitals) =>
        EngineOf(node, vitals.Model).Change(engine => engine.Watch.Observe(vitals.Requests, vitals.Steps, time.GetUtcNow()));

    /// <summary>A request was answered, whoever asked.</summary>
    public void Answered(string node, string model) => EngineOf(node, model).Change(engine =>
    {
        engine.AnsweredAt = time.GetUtcNow();
        engine.Watch.Moved(engine.AnsweredAt);
        engine.Canary = "";
        engine.Asleep = false;
    });

    public void CanaryAnswered(string node, string model, CanaryResult result)
    {
        if (result.Verdict is CanaryVerdict.Well)
        {
            Answered(node, model);
        }
        else
        {
            EngineOf(node, model).Change(engine => engine.Canary = result.Reason);
        }
    }

    /// <summary>What was wrong with the model went with it: the next load begins anew.</summary>
    public void Unloaded(string node, string model) => EngineOf(node, model).Change(engine =>
    {
        engine.Watch.Moved(time.GetUtcNow());
        engine.Canary = "";
    });

    /// <summary>An engine that sleeps on a node that nobody manages must not be asked: it would die of it.</summary>
    public void Sleeps(string node, string model, bool asleep) => EngineOf(node, model).Change(engine => engine.Asleep = asleep);

    private Engine EngineOf(string node, string model) => _engines.GetOrAdd((node, model), _ => new(new(_probes.FrozenAfter), time.GetUtcNow()));

    private sealed class Engine(ProgressWatch watch, DateTimeOffset since)
    {
        private readonly Lock _lock = new();

        public ProgressWatch Watch => watch;

        public DateTimeOffset AnsweredAt { get; set; } = since;

        /// <summary>What was wrong with the last canary; empty when nothing was.</summary>
        public string Canary { get; set; } = "";

        public bool Asleep { get; set; }

        public string Complaint => Asleep ? "asleep, and nobody here is to wake it" : watch.Frozen ? watch.Reason : Canary;

        public void Change(Action<Engine> change)
        {
            lock (_lock) { change(this); }
        }

        public T Read<T>(Func<Engine, T> read)
        {
            lock (_lock) { return read(this); }
        }
    }
}
