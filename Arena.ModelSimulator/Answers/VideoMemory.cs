namespace Arena.ModelSimulator.Answers;

/// <summary>The video memory of the node, shared by all of its models. All amounts in MiB.</summary>
internal sealed class VideoMemory(int capacity)
{
    private readonly Lock _lock = new();
    private int _used;

    public int Capacity => capacity;

    public int Used
    {
        get { lock (_lock) { return _used; } }
    }

    public bool TryTake(int amount)
    {
        lock (_lock)
        {
            if (_used + amount > capacity)
            {
                return false;
            }

            _used += amount;
            return true;
        }
    }

    public void Free(int amount)
    {
        lock (_lock) { _used -= amount; }
    }
}
