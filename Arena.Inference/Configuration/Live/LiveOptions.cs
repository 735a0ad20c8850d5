using Microsoft.Extensions.Options;

namespace Arena.Inference.Configuration.Live;

/// <summary>
/// What is asked of this service now. The file of endpoints may be read again at any time; all else stays as it was at the start, because
/// memory, probes and adapters of configured nodes belong to workers that were started for them.
/// </summary>
internal sealed class LiveOptions(IOptionsFactory<InferenceOptions> factory) : IOptions<InferenceOptions>
{
    private readonly InferenceOptions _started = factory.Create(Options.DefaultName);
    private volatile InferenceOptions? _reloaded;

    public InferenceOptions Value => _reloaded ?? _started;

    /// <summary>Reads the file again.</summary>
    /// <exception cref="OptionsValidationException">It cannot be used; what was read last stays.</exception>
    public InferenceOptions Reload()
    {
        var fresh = factory.Create(Options.DefaultName);
        Pin(fresh.Nodes, _started.Nodes, node => node.FromFile);
        Pin(fresh.Models, _started.Models, model => model.FromFile);
        return _reloaded = fresh;
    }

    /// <summary>Takes what is not from the file from the start.</summary>
    private static void Pin<T>(Dictionary<string, T> fresh, Dictionary<string, T> started, Func<T, bool> fromFile)
    {
        foreach (var name in fresh.Keys.Where(name => !fromFile(fresh[name]) && !started.ContainsKey(name)).ToList())
        {
            fresh.Remove(name);
        }

        foreach (var (name, value) in started.Where(entry => !fromFile(entry.Value) && !(fresh.TryGetValue(entry.Key, out var now) && fromFile(now))))
        {
            fresh[name] = value;
        }
    }
}
