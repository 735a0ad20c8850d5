namespace Arena.Inference.Swapping;

internal enum ModelPhase
{
    Unloaded,
    Loading,
    Loaded,

    /// <summary>Its memory is not free before the node has confirmed that.</summary>
    Unloading,
}

/// <summary>A model in the eyes of its node's scheduler, which alone changes it.</summary>
internal sealed class Resident(SwapModel model)
{
    /// <summary>The weight of a new measurement of a load among the earlier ones.</summary>
    private const double Freshness = 0.3;

    private static readonly TimeSpan FrequencyHalfLife = TimeSpan.FromMinutes(10);

    private double? _measuredSeconds;

    public SwapModel Model { get; set; } = model;

    public string Name => Model.Name;

    public ModelPhase Phase { get; private set; }

    /// <summary>When <see cref="Phase"/> changed last.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>When it was loaded; an unload that the node refused does not count.</summary>
    public TimeSpan LoadedAt { get; private set; }

    /// <summary>Why it was loaded last.</summary>
    public SwapOrigin Origin { get; set; }

    public int InFlight { get; private set; }

    /// <summary>Takes no new request, so that it becomes idle and can give way.</summary>
    public bool Closing { get; set; }

    /// <summary>Not unloaded before then: its node has just refused to.</summary>
    public TimeSpan UnloadNotBefore { get; set; }

    /// <summary>Not loaded before then: it has just failed.</summary>
    public TimeSpan LoadNotBefore { get; private set; }

    /// <summary>Failed loads in a row.</summary>
    public int Failures { get; private set; }

    public string Failure { get; private set; } = "";

    public TimeSpan LastUsed { get; private set; }

    /// <summary>Uses, fading with a half-life of ten minutes.</summary>
    public double Frequency { get; private set; }

    /// <summary>What it is worth to keep, by the policy; the lowest gives way first.</summary>
    public double Value { get; set; }

    public double ReloadSeconds => _measuredSeconds ?? Model.ExpectedLoad.TotalSeconds;

    public bool TakesMemory => Phase is not ModelPhase.Unloaded;

    public void Enter(ModelPhase phase, TimeSpan now)
    {
        if (phase is ModelPhase.Loaded && Phase is not ModelPhase.Unloading)
        {
            LoadedAt = now;
        }

        Phase = phase;
        Since = now;
        Closing = false;
    }

    public void Begin(TimeSpan now)
    {
        Frequency = (Frequency * Math.Pow(0.5, (now - LastUsed) / FrequencyHalfLife)) + 1;
        LastUsed = now;
        InFlight++;
    }

    /// <summary>Keeps it loaded as a use does, but is none.</summary>
    public void Hold() => InFlight++;

    public void End(TimeSpan now, bool used)
    {
        LastUsed = used ? now : LastUsed;
        InFlight--;
    }

    public void Measured(TimeSpan load) =>
        _measuredSeconds = _measuredSeconds is { } known ? known + (Freshness * (load.TotalSeconds - known)) : load.TotalSeconds;

    public void Failed(string reason, TimeSpan now, Func<int, TimeSpan> pause)
    {
        Failures++;
        Failure = reason;
        LoadNotBefore = now + pause(Failures);
    }

    public void Forgive()
    {
        Failures = 0;
        Failure = "";
        LoadNotBefore = TimeSpan.Zero;
    }
}
