namespace Arena.Inference.Nodes.Lifecycle;

/// <summary>The lease of a model on a node that looks after its memory itself.</summary>
internal sealed class NoLease : IDisposable
{
    public static readonly NoLease Instance = new();

    public void Dispose()
    {
        // There is nothing to give back.
    }
}
