using Arena.Contracts.Inference;

namespace Arena.Web.Battles.Runs;

/// <summary>
/// Why a battle has no text yet, as its voter hears it: of both sides together. Which of them is loaded and which is not would tell one
/// from the other. Not safe for concurrent use.
/// </summary>
internal sealed class PairPreparation
{
    private Preparing? _a;
    private Preparing? _b;
    private PreparingData? _told;

    public void Set(Slot slot, Preparing preparing)
    {
        if (slot is Slot.A)
        {
            _a = preparing;
        }
        else
        {
            _b = preparing;
        }
    }

    /// <summary>The side has begun.</summary>
    public void Clear(Slot slot)
    {
        if (slot is Slot.A)
        {
            _a = null;
        }
        else
        {
            _b = null;
        }
    }

    /// <summary>What has changed for the battle as a whole since the last call; null: nothing that is worth telling.</summary>
    public PreparingData? TakeNews()
    {
        if (_a is null && _b is null)
        {
            return null;
        }

        var queued = _a?.State is PreparingState.Queued || _b?.State is PreparingState.Queued;
        PreparingData now = new(queued ? "queued" : "loading", queued ? Math.Max(_a?.Position ?? 0, _b?.Position ?? 0) : 0);
        if (now == _told)
        {
            return null;
        }

        _told = now;
        return now;
    }
}
